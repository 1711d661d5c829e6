"""Whatever people, documents and the worker do in whatever order: a policy speaks once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.office import Office, a_row, an_office
from tracker.domain.errors import BadInput, IllegalMove
from tracker.domain.history import Origin
from tracker.domain.items import ACTIVE, Status
from tracker.enforcing import enforce
from tracker.policy import Policy, Terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.domain.items import ActionItem

TERMS = Terms(Policy.model_validate({"rule": [{"days": 28}]}), ZoneInfo("UTC"))
DAYS = ("2026-06-01", "2026-07-01", "2027-01-01")
DOCUMENTS = st.sampled_from([a_row(due=day) for day in ("", *DAYS)])
GIVEN_UP = {"status": "wont_do", "reason": "no use", "review_by": "2026-06-01"}
EDITS = st.sampled_from(
    [
        *({"due": day, "due_reason": "because"} for day in ("", *DAYS)),
        *({"status": status} for status in ("open", "in_progress", "done", "verified")),
        GIVEN_UP,
        {"failed": "silent"},
    ]
)
LATER = st.integers(0, 60)


def _put(text: str) -> Callable[[Office], object]:
    return lambda office: office.put(text)


def _edit(values: dict[str, str]) -> Callable[[Office], object]:
    return lambda office: office.edit_seen(None, 1, **values)


def _enforce(days: int) -> Callable[[Office], object]:
    def done(office: Office) -> None:
        moment = office.now.replace(year=2026, month=5 + days // 28, day=1 + days % 28)
        with office.store.work() as work:
            enforce(work, TERMS, moment.date(), office.now)
            work.commit()

    return done


STEPS = st.one_of(st.builds(_put, DOCUMENTS), st.builds(_edit, EDITS), st.builds(_enforce, LATER))


@settings(max_examples=40)
@given(DOCUMENTS, st.lists(STEPS, max_size=9), st.sampled_from([TERMS, None]))
def test_a_policy_speaks_once_and_over_nobody(
    migrated_file: Path, first: str, steps: list[Callable[[Office], object]], terms: Terms | None
) -> None:
    """One day at most, only where there never was one; the first date of all never changes."""
    with an_office(migrated_file) as office:
        office.terms = terms
        office.put(first)
        before = [office.items()[0]]
        for step in steps:
            with suppress(BadInput, IllegalMove):
                step(office)
            before.append(office.items()[0])
        _enforce(0)(office)
        last, history = office.items()[0], office.history()

    given_days = [
        one for one in history if one.field == "due" and one.author.origin is Origin.POLICY
    ]
    returns = [
        one for one in history if one.field == "status" and one.author.origin is Origin.POLICY
    ]
    assert len(given_days) <= 1
    assert all(one.old is None for one in given_days)
    assert {(one.old, one.new) for one in returns} <= {("wont_do", "open")}
    assert len({one.due0 for one in before if one.due0}) <= 1
    assert last.due0 is not None or last.status not in ACTIVE
    assert _reviewed(before) <= {Status.WONT_DO}


def _reviewed(items: list[ActionItem]) -> set[Any]:
    """Return where items stood while there was a day to look at them again."""
    return {one.status for one in items if one.review_by}
