"""Changes as an Atom feed (RFC 4287); pure.

By the standard library: it escapes what it writes, and reads nothing of others here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from web.feed_words import plain
from web.filters import FIELD_WORDS, ORIGINS, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tracker.domain.feeds import Entry

ATOM = "http://www.w3.org/2005/Atom"


def feed(
    found: Sequence[Entry],
    begun: datetime,
    identity: Callable[[str], str],
    address: Callable[[str], str | None],
) -> bytes:
    """Return a feed of changes, the newest first; *begun* is when it was made.

    *identity* names a thing for ever, *address* tells where a page about a key is, if anywhere.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    newest = found[0].change.at if found else begun
    _add(root, "title", "Amends: changes")
    _add(root, "id", identity("changes"))
    _add(root, "updated", newest.isoformat())
    _add(_part(root, "author"), "name", "Amends")
    for one in found:
        _enter(_part(root, "entry"), one, identity, address)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _enter(
    entry: ET.Element,
    one: Entry,
    identity: Callable[[str], str],
    address: Callable[[str], str | None],
) -> None:
    change = one.change
    key = f"A-{change.item_id}" if change.item_id else f"I-{change.incident_id}"
    who = plain(change.author.who or "").strip()
    _add(entry, "id", identity(f"change-{one.id}"))
    _add(entry, "title", _title(key, one))
    _add(entry, "updated", change.at.isoformat())
    _add(_part(entry, "author"), "name", who or "Amends")
    place = address(key)
    if place:
        ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": place})
    origin = ORIGINS.get(change.author.origin, "")
    _add(entry, "content", f"{_told(one)}, {origin}")


def _title(key: str, one: Entry) -> str:
    if one.redacted:
        return f"Restricted: {key}"
    return f"{key} {plain(one.title)}: {_told(one)}"


def _told(one: Entry) -> str:
    """Return what became of a field; of what is restricted, its name alone."""
    change = one.change
    field = plain(FIELD_WORDS.get(change.field, change.field))
    if one.redacted:
        return f"{field} changed"
    old, new = (_value(change.field, value) for value in (change.old, change.new))
    if not old:
        return f"{field} set to {new}"
    return f"{field} from {old} to {new}" if new else f"{field} removed, it was {old}"


def _value(field: str, value: str | None) -> str:
    if not value:
        return ""
    return status_word(value) if field == "status" else plain(value)


def _part(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{ATOM}}}{name}")


def _add(parent: ET.Element, name: str, text: str) -> None:
    _part(parent, name).text = text
