"""Which issue may become an item's: never one that is another's, never a second one."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from sync.addresses import name_in
from sync.desk import Tickets
from sync.errors import Missing
from sync.routing import targets_of
from tracker.domain.items import ACTIVE
from tracker.domain.links import LinkState, OperationState, marker_of

if TYPE_CHECKING:
    from sync.desk import Desk
    from sync.ports import RemoteIssue
    from tracker.domain.items import ActionItem
    from tracker.domain.links import Link
    from tracker.settings import Target
    from tracker.storage import Work

MOST_LOOKS = 50
ACTIVE_NAMES = tuple(status.value for status in ACTIVE)
UNSURE = (OperationState.INFLIGHT, OperationState.UNKNOWN)
FREE = frozenset({LinkState.PENDING, LinkState.GONE, LinkState.DETACHED})
AROUND = " .,;:!?()[]<>"


class Place(StrEnum):
    """Where in its words an item names an issue: beside them, at their end, or amid them."""

    APART = "apart"
    END = "end"
    WITHIN = "within"


def marker_for(desk: Desk, work: Work, item: ActionItem) -> str:
    """Return the marker of an item's issue in the desk's target."""
    incident = work.incidents.get(item.incident_id)
    return marker_of(desk.secret, incident.key, item.fingerprint, desk.target.name, 1)


def is_routed(desk: Desk, work: Work, item: ActionItem) -> bool:
    """Return whether an item goes to the desk's target."""
    incident = work.incidents.get(item.incident_id)
    path = work.incidents.path(incident.id) or ""
    return desk.target.name in targets_of(item, incident, path, desk.settings)


def named_by(item: ActionItem, target: Target) -> dict[str, Place]:
    """Return the issues of *target* that an item's document links, and where in its words."""
    found: dict[str, Place] = {}
    for address in item.refs:
        name = name_in(address, target)
        if name is not None:
            found[name] = _place(item, address, name)
    return found


def tickets_to_see(desk: Desk, work: Work) -> dict[int, str]:
    """Return the issue that is to be looked at for each item that has none yet and names one."""
    if desk.target.adopt != "links":
        return {}
    found: dict[int, str] = {}
    for item_id in work.links.unlinked(desk.state.id, ACTIVE_NAMES):
        item = work.items.get(item_id)
        named = named_by(item, desk.target) if item.refs else {}
        apart = [name for name, place in named.items() if place is Place.APART]
        if len(named) == 1 and apart and is_routed(desk, work, item):
            found[item.id] = apart[0]
    return found


def seen_tickets(desk: Desk, wanted: dict[int, str]) -> Tickets:
    """Look at the issues that items name, some in a cycle; raises TrackerError."""
    some = dict(sorted(wanted.items())[:MOST_LOOKS])
    looked = {item: look_at(desk, name) for item, name in some.items()}
    issues = {item: issue for item, issue in looked.items() if issue}
    return Tickets(issues, frozenset(wanted.keys() - some.keys()))


def look_at(desk: Desk, name: str) -> RemoteIssue | None:
    """Return the issue called *name*, or None where there is none for us."""
    try:
        return desk.tracker.look(desk.tracker.named(name))
    except Missing:
        return None


def refusal(desk: Desk, work: Work, item: ActionItem, issue: RemoteIssue) -> str | None:
    """Return why an issue cannot become an item's, as the rest of a sentence about the issue."""
    other = work.links.by_remote(desk.state.id, issue.id)
    if other and other.item_id != item.id:
        return f"is the issue of A-{other.item_id} already"
    if issue.raw.get("pull_request"):
        return "is a pull request"
    if name_in(issue.key, desk.target) is None:
        return f"has moved to another place than target {desk.target.name}"
    return _borne(desk, work, item, issue.marker) if issue.marker else None


def _borne(desk: Desk, work: Work, item: ActionItem, marker: str) -> str | None:
    """Return whose marker an issue bears, where it is not the item's own."""
    bearer = work.links.by_marker(marker)
    if bearer and bearer.item_id != item.id:
        return f"bears the marker of A-{bearer.item_id}"
    if bearer is None and marker != marker_for(desk, work, item):
        return "bears the marker of an item that is not known here; remove that first"
    return None


def link_of(desk: Desk, work: Work, item: ActionItem) -> Link | None:
    """Return an item's link in the desk's target."""
    links = work.links.of_item(item.id)
    return next((one for one in links if one.target_id == desk.state.id), None)


def hindrance(desk: Desk, work: Work, link: Link | None) -> str | None:
    """Return why an item cannot take an issue, as the rest of a sentence about the item."""
    if link is None:
        return None
    standing = work.operations.standing(link.id)
    if standing and standing.kind == "create" and standing.state in UNSURE:
        return "may have an issue that was just made; sync once more, then adopt"
    if link.state in FREE:
        return None
    return f"has an issue in {desk.target.name} already: {link.remote_key}"


def _place(item: ActionItem, address: str, name: str) -> Place:
    """Return where a document's words name an issue: the furthest inside of all its sources."""
    digits = name.rpartition("-")[2]
    short = rf"(?<!\w){re.escape(name)}(?!\w)" if digits != name else rf"#{name}(?!\d)"
    pattern = re.compile(f"{re.escape(address)}|{short}", re.IGNORECASE)
    places = {Place.APART}
    for source in item.sources:
        words = f"{source.heading or ''}: {source.text}".strip(AROUND)
        match = pattern.search(words)
        if match and match.start() > 0:
            places.add(Place.END if match.end() == len(words) else Place.WITHIN)
    return next(one for one in (Place.WITHIN, Place.END, Place.APART) if one in places)
