"""What an item's issue should show in a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.ports import Fields, Sourcing

if TYPE_CHECKING:
    from sync.desk import Desk
    from tracker.domain.items import ActionItem
    from tracker.storage import Work


def snapshot(desk: Desk, work: Work, item: ActionItem) -> Fields:
    """Return the fields of an item in the words of the desk's target."""
    incident = work.incidents.get(item.incident_id)
    documents = work.incidents.newest_of(item.incident_id)
    base = desk.settings.dashboard.url
    sourcing = Sourcing(
        incident=incident.name,
        title=incident.title,
        path=documents[0].path if documents else incident.key,
        url=f"{base.rstrip('/')}/incidents/{incident.id}" if base else None,
    )
    account = desk.people.account(item.owner, desk.target.provider)
    return desk.tracker.mapping.fields_of(item, sourcing, account)
