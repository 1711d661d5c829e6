"""What an item's issue should show in a target."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sync.templates import Incident, Item, Quotation, Subject
from tracker.domain.directions import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.desk import Desk
    from sync.ports import Fields
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

STAND_IN = "Restricted action item "
REDACTED = {"title": Direction.PUSH, "block": Direction.PUSH}
ALWAYS = frozenset({"title"})  # no tracker opens an issue without one
SHOWN = ("owner", "priority", "due", "kind")


def snapshot(desk: Desk, work: Work, item: ActionItem) -> Fields:
    """Return the fields of an item in the words of the desk's target."""
    account = desk.people.account(item.owner, desk.target.provider)
    if is_redacted(work, item):
        block = desk.bodies.redacted(item.key, _address(desk, f"items/{item.id}"))
        told = replace(item, title=STAND_IN + item.key)
        return desk.tracker.mapping.fields_of(told, block, account)
    block = desk.bodies.block(_subject(desk, work, item))
    return desk.tracker.mapping.fields_of(item, block, account)


def is_redacted(work: Work, item: ActionItem) -> bool:
    """Return whether an item's words must not reach a tracker."""
    return work.incidents.get(item.incident_id).restricted


def is_stand_in(title: str | None) -> bool:
    """Return whether a title is what a tracker is told of a restricted item: nobody's words."""
    return title is not None and re.fullmatch(rf"{STAND_IN}A-\d+", title) is not None


def ways_of(desk: Desk, work: Work, item: ActionItem) -> Mapping[str, Direction]:
    """Return in which directions an item's fields move.

    What is redacted is only ever written, so that its stand-in comes back as nobody's edit.
    """
    return {**desk.ways, **REDACTED} if is_redacted(work, item) else desk.ways


def sent_at_first(desk: Desk, fields: Mapping[str, str | None]) -> Fields:
    """Return what a new issue is told of *fields*: those that we may write there."""
    return {
        name: value if name in ALWAYS or desk.ways.get(name, Direction.BOTH).writes else None
        for name, value in fields.items()
    }


def _subject(desk: Desk, work: Work, item: ActionItem) -> Subject:
    """Return what the text of an item's issue may tell: no field that we may not write there."""
    incident = work.incidents.get(item.incident_id)
    hidden: dict[str, Any] = {name: None for name in SHOWN if not desk.ways[name].writes}
    shown = replace(item, **hidden)
    return Subject(
        Item(
            key=item.key,
            title=item.title,
            kind=shown.kind.value if shown.kind else None,
            owner=shown.owner,
            priority=shown.priority,
            due=shown.due.isoformat() if shown.due else None,
            refs=item.refs,
        ),
        Incident(
            key=incident.name,
            title=incident.title,
            path=work.incidents.path(item.incident_id) or incident.key,
            url=_address(desk, f"incidents/{incident.id}"),
            severity=incident.facts.severity,
            services=incident.facts.services,
            started=incident.facts.started_at,
        ),
        tuple(
            Quotation(one.text, one.first_line, one.last_line, one.heading) for one in item.sources
        ),
    )


def _address(desk: Desk, page: str) -> str | None:
    """Return where a page of the dashboard is, None without one."""
    base = desk.settings.dashboard.url
    return f"{base.rstrip('/')}/{page}" if base else None
