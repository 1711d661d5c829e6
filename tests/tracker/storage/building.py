"""Makes rows for the tests of storage: Alice's world with as little of it as possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tracker.domain.history import Author, Origin
from tracker.domain.incidents import Facts
from tracker.domain.items import ActionItem, Status
from tracker.storage import open_store

if TYPE_CHECKING:
    from tracker.domain.incidents import Incident
    from tracker.domain.links import Link
    from tracker.storage import Store, Work

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
DUE = date(2026, 6, 1)
ALICE = Author(Origin.WEB, "@alice")
BOB = Author(Origin.CLI, "@bob")


def an_incident(work: Work, key: str = "search.md", **facts: Any) -> Incident:
    """Store an incident."""
    return work.incidents.add(key, "Search was late", Facts(title="Search was late", **facts), NOW)


def an_item(work: Work, title: str = "Alert on late index", **values: Any) -> ActionItem:
    """Store an item of the one incident."""
    known = work.incidents.all()
    incident = known[0] if known else an_incident(work)
    item = ActionItem(0, incident.id, title, Status.OPEN, NOW, fingerprint="f00d", accepted_at=NOW)
    return work.items.add(replace(item, **values), {"title": title}, ALICE)


def a_link(work: Work, target: str = "platform", marker: str = "m1") -> Link:
    """Store a link of a new item."""
    state = work.targets.known(target, "github")
    return work.links.add(an_item(work).id, state.id, 1, marker)


def rivals_of(store: Store, count: int) -> list[Store]:
    """Return several processes' view of the same database; close each."""
    url = store.engine.url.render_as_string(hide_password=False)
    return [open_store(url) for _ in range(count)]


def close(stores: list[Store]) -> None:
    """Give all connections back."""
    for store in stores:
        store.close()
