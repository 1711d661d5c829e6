"""A target that stands for a new place, on a person's word: its items go on there.

An issue that moved along is found by its marker, when the whole of the new place is read. Each
open item whose issue did not is filed anew, like one that never had an issue: never twice, as
its link and its marker are the same. Nothing is written to the former place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sync.claims import is_routed
from tracker.domain.items import ACTIVE
from tracker.domain.links import FORMER, LIVING, LinkState, OperationState

if TYPE_CHECKING:
    from sync.desk import Desk
    from tracker.domain.links import Link
    from tracker.storage import Work


def leave(desk: Desk, work: Work) -> None:
    """Part every link from its issue in the former place; the caller keeps it.

    What a person ended stays so: the link of a deleted issue, or of one that was undone.
    """
    work.strays.forget_all(desk.state.id)
    for link in work.links.of_target(desk.state.id):
        if link.remote_id is None:
            continue
        standing = work.operations.standing(link.id)
        if standing:
            work.operations.change(standing.id, OperationState.DONE, error="the place was left")
        if link.state in LIVING:
            work.links.save(_parted(desk, work, link))


def _parted(desk: Desk, work: Work, link: Link) -> Link:
    """Return a link that waits for an issue, or for its item to be opened again."""
    item = work.items.get(link.item_id)
    former = {"id": link.remote_id, "author": link.remote.get("author")}
    parted = replace(
        link,
        state=LinkState.DETACHED,
        remote_id=None,
        remote={**link.remote, FORMER: former},
        note=f"was {link.remote_key} in the former place",
        planned_version=item.version,
    )
    if item.status not in ACTIVE or not is_routed(desk, work, item):
        return parted
    return replace(
        parted,
        state=LinkState.PENDING,
        remote_key=None,
        url=None,
        remote_updated=None,
        remote={FORMER: former},
        planned_version=0,
    )
