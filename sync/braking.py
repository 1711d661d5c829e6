"""The brake: what would close or lose many issues at once stops its target, and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.errors import Braked
from tracker.domain.items import ACTIVE
from tracker.domain.links import LIVING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.desk import Desk

LEAST, SHARE = 10, 0.2


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
        live = [link for link in links if link.state in LIVING]
        count = sum(work.items.get(link.item_id).status in ACTIVE for link in live)
    place = desk.target.repository or desk.target.project
    return Braked(
        f"target {desk.target.name} stops before writing anything: {place} is another place than "
        f"before (it was {desk.state.container_id}, now {container}); bring the former one back, "
        "give the new one a [[target]] with a name of its own, or go on there with "
        f"`{_command(desk)}`: issues that moved along are found, and the rest of {count} open "
        f"{'item is' if count == 1 else 'items are'} filed anew",
        _told(desk, "detach", len(links), [f"A-{link.item_id}" for link in links]),
    )


def _command(desk: Desk, *, plan: bool = False) -> str:
    return f"amends sync {'--plan ' if plan else ''}--allow-many --target {desk.target.name}"


def _told(desk: Desk, why: str, links: int, items: Sequence[str]) -> dict[str, object]:
    return {"why": why, "links": links, "items": list(items), "command": _command(desk)}
