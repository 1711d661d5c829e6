"""One promise becomes two, or two become one: no item is lost, and one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tracker.office import PROMISES, a_list

if TYPE_CHECKING:
    from tests.tracker.office import Office


def test_a_promise_split_into_two_stays_one_of_them(office: Office) -> None:
    """One keeps the item, the other is new."""
    office.put(a_list(["Add alerts for full disks and for late backups", *PROMISES]))
    arrival = office.put(
        a_list(["Add alerts for full disks", "Add alerts for late backups", *PROMISES])
    )

    assert (arrival.added, arrival.gone) == (1, ())


def test_two_promises_made_one_stay_one_of_them(office: Office) -> None:
    """One item goes on, the other is marked."""
    office.put(a_list(["Add alerts for full disks", "Add alerts for late backups", *PROMISES]))
    arrival = office.put(a_list(["Add alerts for full disks and for late backups", *PROMISES]))

    assert (arrival.added, len(arrival.gone)) == (0, 1)
