"""M17, data health: how far the trackers' side of every other figure can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.counting.figures import Figure, figure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

FRESH = timedelta(hours=24)


class Seen(NamedTuple):
    """A link as it stands: whether its issue is there, and when its target was read well."""

    item: int
    is_linked: bool
    is_lost: bool
    read_at: datetime | None


class Hindrances(NamedTuple):
    """The items of what waits for a person, each as often as it does."""

    conflicts: Iterable[int]
    unknown: Iterable[int]
    failed: Iterable[int]
    unlinked: Iterable[int]


@dataclass(frozen=True, slots=True)
class Health:
    """How far the trackers' side can be trusted at a moment; one item stands once for each link.

    *fresh* and *stale* are all links; *lost* are issues that are gone or out of reach,
    *unlinked* open items that have no issue, *unknown* and *failed* writes.
    """

    fresh: Figure
    stale: Figure
    lost: Figure
    conflicts: Figure
    unknown: Figure
    failed: Figure
    unlinked: Figure


def health(links: Iterable[Seen], hindrances: Hindrances, moment: datetime) -> Health:
    """Data health is links that were reconciled in the last 24 hours out of all links.

    Reconciled: the issue is there, and its target was read without an error. It is told for
    the present alone, as it is not in the change log (METRICS.md, M17).
    """
    known = list(links)
    fresh = [one for one in known if _is_fresh(one, moment)]
    return Health(
        fresh=figure(one.item for one in fresh),
        stale=figure(one.item for one in known if not _is_fresh(one, moment)),
        lost=figure(one.item for one in known if one.is_lost),
        conflicts=figure(hindrances.conflicts),
        unknown=figure(hindrances.unknown),
        failed=figure(hindrances.failed),
        unlinked=figure(hindrances.unlinked),
    )


def _is_fresh(link: Seen, moment: datetime) -> bool:
    return link.is_linked and link.read_at is not None and link.read_at >= moment - FRESH


def of_items(whole: Health, items: Collection[int]) -> Health:
    """Return the health of these items' links alone."""
    parts = {one.name: getattr(whole, one.name).items for one in fields(whole)}
    return Health(
        **{
            name: Figure(tuple(item for item in told if item in items))
            for name, told in parts.items()
        }
    )
