"""Due dates as a calendar that programs subscribe to (RFC 5545, RFC 7986); pure.

Events of whole days, and no tasks: most calendars show no tasks of others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from tracker.domain.items import CLOSED
from web.feed_words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.domain.feeds import Dated

OFTEN = timedelta(hours=1)


def calendar(
    name: str,
    found: Iterable[Dated],
    identity: Callable[[str], str],
    address: Callable[[str], str | None],
) -> bytes:
    """Return a calendar called *name*; *identity* and *address* tell of an item by its key."""
    made = Calendar()
    made.add("prodid", "-//Amends//Due dates//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", plain(name))
    made.add("x-wr-calname", plain(name))
    made.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for one in found:
        made.add_component(_event(one, identity(one.item.key), address(one.item.key)))
    if not made.subcomponents:
        made.add_component(_utc())  # a calendar holds at least one component (RFC 5545, 3.6)
    written: bytes = made.to_ical()
    return written


def _utc() -> Timezone:
    """Return the zone of all our moments."""
    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  a zone begins in its own time
    always.add("tzname", "UTC")
    always.add("tzoffsetfrom", timedelta())
    always.add("tzoffsetto", timedelta())
    zone.add_component(always)
    return zone


def _event(one: Dated, identity: str, address: str | None) -> Event:
    """Return an item's day; cancelled once it is closed, so that programs take it away."""
    item, event = one.item, Event()
    event.add("uid", identity)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("created", item.created_at)
    event.add("sequence", item.version - 1)
    event.add("dtstart", item.due)
    event.add("transp", "TRANSPARENT")  # a promise keeps nobody busy all day
    event.add("status", "CANCELLED" if item.status in CLOSED else "CONFIRMED")
    if one.redacted:
        event.add("summary", f"Restricted action item {item.key}")
    else:
        event.add("summary", plain(f"{item.key} {item.title}"))
        event.add("description", plain(_told(one), lines=True))
    if address:
        event.add("url", address)
    return event


def _told(one: Dated) -> str:
    item = one.item
    lines = [f"I-{item.incident_id} {plain(one.incident)}", f"Owner: {plain(item.owner or '')}"]
    lines += [f"Priority: {plain(item.priority)}"] if item.priority else []
    return "\n".join([*lines, f"Status: {item.status.replace('_', ' ')}"])
