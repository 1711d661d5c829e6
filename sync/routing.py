"""Which targets an item goes to: the first route that matches wins; pure."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem
    from tracker.settings import Route, Settings


def targets_of(
    item: ActionItem, incident: Incident, path: str, settings: Settings
) -> tuple[str, ...]:
    """Return the names of the targets an item goes to; without a match, the first target's."""
    for route in settings.route:
        if _matches(route, item, incident, path):
            return tuple(dict.fromkeys(route.target))
    return tuple(target.name for target in settings.target[:1])


def _matches(route: Route, item: ActionItem, incident: Incident, path: str) -> bool:
    services = [one.casefold() for one in incident.facts.services]
    return (
        _same(route.owner, item.owner)
        and _same(route.kind, item.kind)
        and _same(route.priority, item.priority)
        and _same(route.severity, incident.facts.severity)
        and (route.service is None or route.service.casefold() in services)
        and (route.path is None or fnmatchcase(path, route.path) or path.startswith(route.path))
    )


def _same(wanted: str | None, found: str | None) -> bool:
    if wanted is None:
        return True
    return wanted.removeprefix("@").casefold() == (found or "").removeprefix("@").casefold()
