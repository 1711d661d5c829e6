"""Done is not verified: what shows it, what takes that back, and what the figures make of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.office import ALICE, PROMISES, Office, a_list, an_office
from tracker.counting.histories import entries_of, replay
from tracker.counting.verification import verification
from tracker.domain.errors import BadInput, IllegalMove
from tracker.domain.items import Status
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from pathlib import Path

MERGED = "https://github.com/acme/platform/pull/7"


@pytest.fixture(autouse=True)
def _known(office: Office) -> None:
    """Let three items be known."""
    office.put(a_list(PROMISES))


def test_evidence_makes_done_verified(any_office: Office) -> None:
    """The history tells who vouches, when, and by what."""
    any_office.put(a_list(PROMISES))
    any_office.edit(status="done")
    item = any_office.edit(evidence=MERGED)

    told = {one.field: one for one in any_office.history()[-2:]}
    assert any_office.items()[0] == item
    assert (item.status, item.evidence) == (Status.VERIFIED, MERGED)
    assert (told["status"].new, told["evidence"].new) == ("verified", MERGED)
    assert told["evidence"].author == ALICE


def test_evidence_may_come_with_the_status_done(office: Office) -> None:
    """Both at once verify, and the item was closed then."""
    item = office.edit(status="done", evidence="seen in the drill of 4 May")

    assert (item.status, item.closed_at) == (Status.VERIFIED, office.now)


@pytest.mark.parametrize(
    ("before", "values"),
    [
        ({}, {"evidence": MERGED}),
        ({}, {"evidence": MERGED, "status": "in_progress"}),
        ({"status": "wont_do", "reason": "no"}, {"evidence": MERGED}),
        ({}, {"failed": "it was silent"}),
        ({"status": "wont_do", "reason": "no"}, {"failed": "it was silent"}),
    ],
)
def test_only_what_is_done_is_shown_or_fails(
    office: Office, before: dict[str, str], values: dict[str, str]
) -> None:
    """What is open or given up has nothing to verify."""
    office.edit_seen(None, 1, **before)
    known = office.items()[0]

    with pytest.raises(IllegalMove):
        office.edit_seen(None, 1, **values)
    assert office.items()[0] == known


@pytest.mark.parametrize(
    "values",
    [{"failed": ""}, {"failed": "no", "status": "open"}, {"failed": "no", "evidence": MERGED}],
)
def test_a_failure_needs_its_reason_and_nothing_else(
    office: Office, values: dict[str, str]
) -> None:
    """Neither an empty one, nor another status or evidence beside it."""
    office.edit(status="done")

    with pytest.raises(BadInput):
        office.edit_seen(None, 1, **values)


@pytest.mark.parametrize("status", ["done", "verified"])
def test_what_fails_is_open_again_with_its_reason(any_office: Office, status: str) -> None:
    """Its evidence is gone, its clocks stay, the reason stands in the history."""
    any_office.put(a_list(PROMISES))
    accepted = any_office.items()[0].accepted_at
    any_office.edit(status=status)
    item = any_office.edit(failed="the alert stayed silent in the drill")

    told = {one.field: one.new for one in any_office.history()}
    assert (item.status, item.evidence, item.closed_at) == (Status.OPEN, None, None)
    assert item.accepted_at == accepted
    assert told["failed"] == "the alert stayed silent in the drill"


@pytest.mark.parametrize("status", ["open", "done", "wont_do"])
def test_what_is_no_longer_verified_has_no_evidence(office: Office, status: str) -> None:
    """It was of another state of affairs; the history keeps it."""
    office.edit(status="done", evidence=MERGED)
    item = office.edit(status=status, reason="" if status != "wont_do" else "no use")

    assert item.evidence is None
    assert MERGED in {one.old for one in office.history() if one.field == "evidence"}


def test_an_item_says_how_and_by_when_it_is_verified(office: Office) -> None:
    """Criterion and day are kept through its states, and can be removed."""
    office.edit(criterion="The alert rings\nwithin a minute", verify_by="2026-06-01")
    item = office.edit(status="done")
    bare = office.edit(criterion="", verify_by="")

    assert (item.criterion, item.verify_by) == (
        *("The alert rings\nwithin a minute", date(2026, 6, 1)),
    )
    assert (bare.criterion, bare.verify_by) == (None, None)


def test_what_waits_for_its_verification_is_found(any_office: Office) -> None:
    """Done, and past its day; not on the day, not when verified, not without one."""
    any_office.put(a_list(PROMISES))
    for number in (1, 2, 3):
        any_office.edit(number, status="done", verify_by="" if number == 3 else "2026-06-01")
    any_office.edit(2, evidence=MERGED)

    with any_office.store.reading() as work:
        on_the_day = work.items.find(Wanted(unverified_on=date(2026, 6, 1)))
        after = work.items.find(Wanted(unverified_on=date(2026, 6, 2)))

    assert ([one.id for one in on_the_day], [one.id for one in after]) == ([], [1])


STEPS = st.sampled_from(
    [
        {"status": "done"},
        {"status": "verified"},
        {"status": "open"},
        {"status": "wont_do", "reason": "no use"},
        {"evidence": MERGED},
        {"evidence": ""},
        {"status": "done", "evidence": "a note"},
        {"failed": "silent"},
    ]
)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 3), STEPS), max_size=12))
def test_the_figure_agrees_with_what_is_stored(
    migrated_file: Path, steps: list[tuple[int, dict[str, str]]]
) -> None:
    """Whatever happens: unverified (M12) is what is stored as done, and evidence is of verified."""
    with an_office(migrated_file) as office:
        office.put(a_list(PROMISES))
        for number, values in steps:
            with suppress(IllegalMove):
                office.edit_seen(None, number, **values)
        items = office.items()
        with office.store.reading() as work:
            entries = entries_of(work.history.of_incident(1))
            log = replay(items, work.incidents.all(), entries, ZoneInfo("UTC"))
        told = verification(log, office.now + timedelta(minutes=1))

    done = {one.id for one in items if one.status is Status.DONE}
    verified = {one.id for one in items if one.status is Status.VERIFIED}
    assert set(told.unverified.items) == done
    assert set(told.done.items) == done | verified
    assert {one.id for one in items if one.evidence} <= verified
