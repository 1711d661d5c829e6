"""A draft that gives a known item more time keeps to the policy, whosever words move the date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.tracker.office import ALICE, PEOPLE, Office, a_row
from tests.tracker.test_accepting import brought
from tests.tracker.test_enforcing import STRICT
from tracker.accepting import accept, dues
from tracker.domain import drafts
from tracker.domain.errors import BadInput
from tracker.domain.extensions import extensions

if TYPE_CHECKING:
    from tracker.domain.drafts import Draft
    from tracker.intake import Clerk

SOON, LATER, LATEST = "2026-05-20", "2026-07-01", "2026-09-01"
WHY = {"due_reason": "the vendor is late", "due_approver": "@carol"}


@pytest.fixture(autouse=True)
def _strict(any_office: Office) -> None:
    any_office.terms = STRICT
    any_office.put(a_row(due=SOON))


def _clerk(office: Office) -> Clerk:
    return replace(office.clerk(), by=ALICE)


def _draft(office: Office, text: str, edits: dict[str, str]) -> Draft:
    draft = brought(office, text)
    return replace(draft, plan=drafts.edited(draft.plan, 1, edits))


def _accepted(office: Office, text: str, **edits: str) -> None:
    draft = _draft(office, text, edits)
    with office.store.work() as work:
        accept(work, work.drafts.save(draft), _clerk(office))
        work.commit()


BY_TEXT = pytest.param(a_row(due=LATER), {}, id="by the text")
BY_HAND = pytest.param(a_row(due=SOON) + "\nSoon.\n", {"due": LATER}, id="by hand")
REMOVED = pytest.param(a_row(due=SOON) + "\nSoon.\n", {"due": ""}, id="removed")
NEVER_NAMED = pytest.param(a_row(), {}, id="named no more")


@pytest.mark.parametrize(("text", "edits"), [BY_TEXT, BY_HAND, REMOVED, NEVER_NAMED])
def test_more_time_by_a_draft_needs_a_reason(
    any_office: Office, text: str, edits: dict[str, str]
) -> None:
    """Whoever accepts says why; nothing is stored before."""
    with pytest.raises(BadInput, match="say why A-1 gets more time"):
        _accepted(any_office, text, **edits)

    assert str(any_office.items()[0].due) == SOON


@pytest.mark.parametrize(("text", "edits"), [BY_TEXT, BY_HAND])
@pytest.mark.parametrize(
    ("approver", "sentence"),
    [("", "name who approved"), ("alice-gh", "somebody else than @alice must approve")],
)
def test_more_time_by_a_draft_needs_an_approver(
    any_office: Office, text: str, edits: dict[str, str], approver: str, sentence: str
) -> None:
    """Somebody else than whoever accepts, where the policy wants one."""
    with pytest.raises(BadInput, match=sentence):
        _accepted(any_office, text, **edits, due_reason="late", due_approver=approver)


@pytest.mark.parametrize(("text", "edits"), [BY_TEXT, BY_HAND])
def test_the_history_keeps_why_and_who_approved(
    any_office: Office, text: str, edits: dict[str, str]
) -> None:
    """The extension is told with them, once."""
    _accepted(any_office, text, **edits, **WHY)

    (told,) = extensions(any_office.history())
    assert (str(told.old), str(told.new), told.author) == (SOON, LATER, ALICE)
    assert (told.reason, told.approver) == ("the vendor is late", "@carol")
    assert str(any_office.items()[0].due) == LATER


def test_a_date_that_moves_nearer_needs_nothing(any_office: Office) -> None:
    """Nor one that stays, though the text names a later one."""
    _accepted(any_office, a_row(due=LATER), due=SOON)
    _accepted(any_office, a_row(due=LATER) + "\nNearer.\n", due="2026-05-11")

    assert str(any_office.items()[0].due) == "2026-05-11"


def test_without_a_policy_nothing_is_asked(any_office: Office) -> None:
    """The history says that a draft brought the day."""
    any_office.terms = None
    _accepted(any_office, a_row(due=SOON) + "\nSoon.\n", due=LATER)

    (told,) = extensions(any_office.history())
    assert told.reason == "outage.md was brought with this day"


@pytest.mark.parametrize(("by_hand", "shown"), [("", LATER), ("2026-06-01", "2026-06-01")])
def test_a_draft_tells_by_when_its_items_will_be_due(
    any_office: Office, by_hand: str, shown: str
) -> None:
    """As its text says; where a person moved the date meanwhile, that stays."""
    if by_hand:
        any_office.edit(due=by_hand, due_reason="late", due_approver="@carol")
    draft = brought(any_office, a_row(due=LATER))
    with any_office.store.reading() as work:
        items = {1: work.items.get(1)}
        told = dues(work, draft, items, replace(any_office.clerk(), people=PEOPLE))

    assert {number: str(day) for number, day in told.items()} == {1: shown}


def test_the_latest_of_two_moves_counts(any_office: Office) -> None:
    """A text moves a date, and a person moves it further: the reason stands with both."""
    _accepted(any_office, a_row(due=LATER), due=LATEST, **WHY)

    assert {one.reason for one in extensions(any_office.history())} == {"the vendor is late"}
    assert str(any_office.items()[0].due) == LATEST
