"""The brake: what would close or lose many issues at once stops its target, and asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sync.errors import Braked
from tracker.domain.links import LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.desk import Desk
    from tracker.storage import Work

LEAST, SHARE = 10, 0.2
ACTIVE = (
    OperationState.READY,
    OperationState.INFLIGHT,
    OperationState.UNKNOWN,
    OperationState.FAILED,
)


def is_many(count: int, links: int) -> bool:
    """Return whether *count* of a target's *links* are more than anybody closes by the way."""
    return count > max(LEAST, SHARE * links)


def check_closings(desk: Desk, links: int, items: Sequence[str]) -> None:
    """Raise Braked where the issues of *items* would be closed and these are many."""
    if desk.allowed or not is_many(len(items), links):
        return
    raise Braked(
        f"target {desk.target.name} stops before writing anything: this sync would close "
        f"{len(items)} of its {links} issues at once; see them with "
        f"`{_command(desk, plan=True)}`, and close them with `{_command(desk)}`",
        _told(desk, "close", links, items),
    )


def check_lost(desk: Desk, links: int, items: Sequence[str]) -> None:
    """Raise Braked where the issues of *items* cannot be found any more and these are many."""
    if desk.allowed or not is_many(len(items), links):
        return
    raise Braked(
        f"target {desk.target.name} stops before writing anything: {len(items)} of its {links} "
        "issues cannot be found any more, and their links would be given up; look whether the "
        f"place and the permission are as they were, or give them up with `{_command(desk)}`",
        _told(desk, "lose", links, items),
    )


def replaced(desk: Desk, container: str) -> Braked:
    """Return what to say where the target's name leads to another place than before."""
    with desk.store.reading() as work:
        links = [link for link in work.links.of_target(desk.state.id) if link.remote_id]
    place = desk.target.repository or desk.target.project
    return Braked(
        f"target {desk.target.name} stops before writing anything: {place} is another place than "
        f"before (it was {desk.state.container_id}, now {container}); bring the former one back, "
        "give the new one a [[target]] with a name of its own, or detach the "
        f"{len(links)} links of this target and go on there with `{_command(desk)}`",
        _told(desk, "detach", len(links), [f"A-{link.item_id}" for link in links]),
    )


def leave(desk: Desk, work: Work) -> None:
    """Detach every link from its issue in the former place; an issue that moved along is found.

    It is found by its marker, so the link keeps that and forgets the issue's number.
    """
    for link in work.links.of_target(desk.state.id):
        if link.remote_id is None:
            continue
        standing = work.operations.standing(link.id)
        if standing and standing.state in ACTIVE:
            work.operations.change(standing.id, OperationState.DONE, error="the place was left")
        note = f"was {link.remote_key} in the former place"
        work.links.save(replace(link, state=LinkState.DETACHED, remote_id=None, note=note))


def _command(desk: Desk, *, plan: bool = False) -> str:
    return f"amends sync {'--plan ' if plan else ''}--allow-many --target {desk.target.name}"


def _told(desk: Desk, why: str, links: int, items: Sequence[str]) -> dict[str, object]:
    return {"why": why, "links": links, "items": list(items), "command": _command(desk)}
