"""Both databases tell the day of a moment as the clocks of a zone do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.tracker.storage.building import an_item
from tracker.storage.days import local_day
from tracker.storage.tables import ItemRow

if TYPE_CHECKING:
    from tracker.storage import Store

ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "America/New_York")
STARTS = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 29), (7, 1), (11, 1))]
MINUTES = (0, 29, 30, 59)


@pytest.mark.parametrize("name", ZONES)
def test_a_moments_day_is_that_of_the_zones_clocks(store: Store, name: str) -> None:
    """Around every hour of two days in which clocks change somewhere, and of one in which not."""
    zone = ZoneInfo(name)
    with store.work() as work:
        item = an_item(work)
        row = work.session.get_one(ItemRow, item.id)
        for start in STARTS:
            for minutes in (60 * hour + minute for hour in range(24) for minute in MINUTES):
                moment = start + timedelta(minutes=minutes)
                row.closed_at = moment
                work.session.flush()

                told = work.session.scalar(select(local_day(ItemRow.closed_at, zone)))

                assert told == moment.astimezone(zone).date()


def test_a_moment_that_is_not_known_has_no_day(store: Store) -> None:
    """An open item was closed on no day, whatever the zone."""
    with store.work() as work:
        an_item(work)

        told = work.session.scalar(select(local_day(ItemRow.closed_at, ZoneInfo("UTC"))))

    assert told is None
