"""A policy gives days once, to what has none; and takes expired decisions back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from tests.tracker.office import ALICE, PEOPLE, PROMISES, Office, a_list, a_row
from tests.tracker.storage.building import close, rivals_of
from tests.web.building import an_account
from tracker.counting.histories import entries_of, replay
from tracker.counting.ledger import ledger
from tracker.counting.states import states_at
from tracker.domain.errors import BadInput
from tracker.domain.extensions import extensions
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.editing import Edit, edit
from tracker.enforcing import BY, Enforced, enforce
from tracker.policy import Policy, Terms

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.items import ActionItem
    from tracker.storage import Store

TERMS = Terms(Policy.model_validate({"rule": [{"days": 28}]}), ZoneInfo("UTC"))
STRICT = replace(TERMS, policy=TERMS.policy.model_copy(update={"extension_approver": True}))
GIVEN = date(2026, 5, 9)  # 28 days after the incident's end
PLAIN = a_list(PROMISES[:1])


def _enforced(office: Office, days: int = 0, terms: Terms | None = TERMS) -> Enforced:
    moment = office.now + timedelta(days=days)
    with office.store.work() as work:
        done = enforce(work, terms, moment.date(), moment)
        work.commit()
    return done


def _given_up(office: Office, review_by: str = "2026-06-01") -> ActionItem:
    office.put(a_row(due="2026-05-20"))
    return office.edit(status="wont_do", reason="too dear", approver="@carol", review_by=review_by)


def test_a_new_item_gets_its_day_with_its_document(any_office: Office) -> None:
    """At once, told with the origin policy, and as its first date."""
    any_office.terms = TERMS
    any_office.put(PLAIN)

    item, change = any_office.items()[0], any_office.history()[-1]
    assert (item.due, item.due0) == (GIVEN, GIVEN)
    assert (change.field, change.old, change.new, change.author) == ("due", None, str(GIVEN), BY)


def test_nothing_is_given_without_a_policy(office: Office) -> None:
    """Undated items stay undated."""
    office.put(PLAIN)

    assert not _enforced(office, terms=None)
    assert office.items()[0].due is None


def test_the_days_are_given_once_however_often_it_is_asked(any_office: Office) -> None:
    """The second time changes not a row."""
    any_office.put(PLAIN)
    first = _enforced(any_office)
    stored = any_office.dump()

    assert first == Enforced(dated=1)
    assert _enforced(any_office) == Enforced()
    assert any_office.dump() == stored


def test_several_who_do_it_at_once_give_one_day(any_office: Office) -> None:
    """Whoever comes second leaves the item alone."""
    any_office.put(PLAIN)
    stores = rivals_of(any_office.store, 4)
    ready = Barrier(len(stores))

    def at_once(store: Store) -> int:
        ready.wait()
        with store.work() as work:
            done = enforce(work, TERMS, any_office.now.date(), any_office.now)
            work.commit()
        return done.dated

    with ThreadPoolExecutor(len(stores)) as pool:
        counts = list(pool.map(at_once, stores))
    close(stores)

    assert sorted(counts) == [0, 0, 0, 1]
    assert len([one for one in any_office.history() if one.field == "due"]) == 1


def test_many_items_are_dated_in_few_statements(office: Office) -> None:
    """Each with its entry in the history, whatever the number; entries alone grow with it."""
    seen: list[str] = []

    def note(*of: object) -> None:
        seen.append(str(of[2]))

    office.put(a_list(f"Replace the disk number {number} by a larger one" for number in range(60)))
    event.listen(office.store.engine, "before_cursor_execute", note)
    done = _enforced(office)
    event.remove(office.store.engine, "before_cursor_execute", note)

    assert done == Enforced(dated=60)
    assert {office.history(number)[-1].author for number in range(1, 61)} == {BY}
    assert len([one for one in seen if not one.startswith("INSERT INTO changes")]) < 10


def test_what_somebody_is_changing_is_left_for_the_next_time(
    postgresql_store: Store, tmp_path: Path
) -> None:
    """Nobody waits: the others get their days, and a person's edit under way comes first."""
    office = Office(postgresql_store, tmp_path)
    office.put(a_list(PROMISES[:2]))
    with office.store.work() as work:
        edited = replace(work.items.get(1), due=date(2026, 12, 24))
        work.items.save(edited, office.now, ALICE)
        meanwhile = _enforced(office)
        work.commit()

    assert meanwhile == Enforced(dated=1)
    assert _enforced(office) == Enforced()
    assert [one.due for one in office.items()] == [date(2026, 12, 24), GIVEN]


def test_a_date_of_the_document_stands(office: Office) -> None:
    """The policy's days are for items that have none."""
    office.terms = TERMS
    office.put(a_row(due="2026-09-01"))

    assert not _enforced(office)
    assert office.items()[0].due == date(2026, 9, 1)


def test_a_date_that_somebody_removed_stays_away(office: Office) -> None:
    """Also one that the policy gave."""
    office.terms = TERMS
    office.put(PLAIN)
    office.edit(due="", due_reason="nobody knows when")

    assert not _enforced(office, 100)
    assert (office.items()[0].due, office.items()[0].due0) == (None, GIVEN)


def test_a_proposal_gets_its_day_when_somebody_accepts_it(office: Office) -> None:
    """Not before: a proposal is nobody's promise."""
    office.terms = TERMS
    office.put(PLAIN)
    with office.store.work() as work:
        bare = replace(work.items.get(1), status=Status.PROPOSED, due=None, due0=None)
        work.items.save(replace(bare, accepted_at=None), office.now, ALICE)
        work.commit()

    assert not _enforced(office)
    assert office.edit(status="open").due == GIVEN


@pytest.mark.parametrize(("status", "reason"), [("done", ""), ("wont_do", "no")])
def test_what_is_closed_gets_no_day(office: Office, status: str, reason: str) -> None:
    """It needs none."""
    office.put(PLAIN)
    office.edit(status=status, reason=reason)

    assert not _enforced(office)


def test_a_date_that_the_document_names_later_takes_the_place(office: Office) -> None:
    """The first one stays as the original; a person's date would have stayed."""
    office.terms = TERMS
    office.put(a_row())
    office.put(a_row(due="2026-07-01"))

    item = office.items()[0]
    assert (item.due, item.due0) == (date(2026, 7, 1), GIVEN)


def test_a_persons_date_outlives_the_documents(office: Office) -> None:
    """As without a policy."""
    office.terms = TERMS
    office.put(a_row())
    office.edit(due="2026-08-01", due_reason="a long holiday")
    office.put(a_row(due="2026-07-01"))

    assert office.items()[0].due == date(2026, 8, 1)


def test_more_time_needs_a_reason_where_there_is_a_policy(office: Office) -> None:
    """Less time needs none; without a policy neither does."""
    office.terms = TERMS
    office.put(PLAIN)
    with pytest.raises(BadInput, match="say why A-1 gets more time"):
        office.edit(due="2026-07-01")
    with pytest.raises(BadInput, match="say why A-1 gets more time"):
        office.edit(due="")
    office.edit(due="2026-05-08")
    office.terms = None

    assert office.edit(due="2026-07-02").due == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("approver", "sentence"),
    [
        ("", "name who approved"),
        ("alice-gh", "somebody else than @alice must approve"),
        (" Alice", "somebody else than @alice must approve"),
        ("ALICE@example.com", "somebody else than @alice must approve"),
    ],
)
def test_more_time_needs_an_approver_where_the_policy_says_so(
    office: Office, approver: str, sentence: str
) -> None:
    """Somebody else than whoever asks, by whatever name."""
    office.terms = STRICT
    office.put(PLAIN)

    with pytest.raises(BadInput, match=sentence):
        office.edit(due="2026-07-01", due_reason="late", due_approver=approver)


@pytest.mark.parametrize("approver", ["ED", " @ed", "@alice", "alice-gh"])
def test_nobody_approves_as_the_person_behind_their_account(office: Office, approver: str) -> None:
    """An account has a name, and may be somebody of [people]: both are whoever asks."""
    office.terms = STRICT
    office.put(PLAIN)
    with office.store.work() as work:
        an_account(work, "ed", person="@alice")
        wanted = Edit({"due": "2026-07-01", "due_reason": "late", "due_approver": approver},
                      terms=STRICT)  # fmt: skip
        with pytest.raises(BadInput, match="somebody else than"):
            edit(work, 1, wanted, Author(Origin.WEB, "ed"), PEOPLE, office.now)


def test_an_extension_is_told_with_who_why_and_who_approved(any_office: Office) -> None:
    """Each of them, in their order; what moved nearer is none."""
    any_office.terms = STRICT
    any_office.put(PLAIN)
    any_office.edit(due="2026-07-01", reason="the vendor is late", approver="@carol")
    any_office.edit(due="2026-06-01")
    any_office.edit(due="2026-06-15", due_reason="still late", due_approver="@bob")

    told = extensions(any_office.history())
    assert [(str(one.old), str(one.new), one.reason, one.approver) for one in told] == [
        (str(GIVEN), "2026-07-01", "the vendor is late", "@carol"),
        ("2026-06-01", "2026-06-15", "still late", "@bob"),
    ]
    assert {one.author for one in told} == {ALICE}
    assert any_office.items()[0].due0 == GIVEN


def test_a_date_removed_and_set_later_is_two_extensions(office: Office) -> None:
    """None at all is more time, with its reason; a later one is compared with the last."""
    office.put(a_row(due="2026-05-20"))
    office.edit(due="", due_reason="nobody knows when", due_approver="@bob")
    office.edit(due="2026-06-20")

    told = extensions(office.history())
    assert [(str(one.old), one.new and str(one.new), one.days) for one in told] == [
        ("2026-05-20", None, None),
        ("2026-05-20", "2026-06-20", 31),
    ]
    assert [(one.reason, one.approver) for one in told] == [
        ("nobody knows when", "@bob"),
        (None, None),
    ]


def test_a_wont_do_is_open_again_when_its_time_is_over(any_office: Office) -> None:
    """The day after, by policy, once, with its own clocks; the ledger still balances."""
    before = _given_up(any_office)
    last_day = (date(2026, 6, 1) - any_office.now.date()).days

    on_the_day = _enforced(any_office, last_day, terms=None)
    after = _enforced(any_office, last_day + 1, terms=None)
    again = _enforced(any_office, last_day + 2, terms=None)

    item = any_office.items()[0]
    assert [on_the_day.returned, after.returned, again.returned] == [0, 1, 0]
    assert (item.status, item.reason, item.approver, item.review_by) == (Status.OPEN, *[None] * 3)
    assert (item.accepted_at, item.due, item.due0) == (before.accepted_at, before.due, before.due0)
    assert item.closed_at is None
    back = [one for one in any_office.history() if one.field == "status"][-1]
    assert (back.old, back.new, back.author) == ("wont_do", "open", Author(Origin.POLICY))


def test_what_came_back_is_reinstated_in_the_figures(office: Office) -> None:
    """Neither accepted anew nor reopened; until then the decision tells its day."""
    _given_up(office)
    _enforced(office, 60)
    with office.store.reading() as work:
        changes = work.history.of_incident(1)
        log = replay(work.items.find(), work.incidents.all(), entries_of(changes), ZoneInfo("UTC"))
    end = office.now + timedelta(days=61)
    told = ledger(log, office.now + timedelta(days=1), end)

    assert [one.count for one in (told.reinstated, told.accepted, told.reopened)] == [1, 0, 0]
    assert states_at(log, office.now + timedelta(days=1))[1].review_by == date(2026, 6, 1)
    assert states_at(log, end)[1].review_by is None


def test_a_review_by_date_goes_with_wont_do_alone(office: Office) -> None:
    """With another status, or in the past, it is refused; it can be moved and removed."""
    office.put(PLAIN)
    with pytest.raises(BadInput, match="goes with the status wont_do"):
        office.edit(review_by="2026-09-01")
    with pytest.raises(BadInput, match="has passed"):
        office.edit(status="wont_do", reason="no", review_by="2026-01-01")
    office.edit(status="wont_do", reason="no", review_by="2026-09-01")

    assert office.edit(review_by="2026-10-01").review_by == date(2026, 10, 1)
    assert office.edit(review_by="").review_by is None


def test_a_day_for_an_owner_is_given_beside_a_documents_date(any_office: Office) -> None:
    """Counted from acceptance, and found where nobody owns the item when it is over."""
    any_office.terms = Terms(Policy(assign_days=3), ZoneInfo("UTC"))
    any_office.put(a_row(due="2026-09-01"))

    item = any_office.items()[0]
    assert (item.due, item.assign_by) == (date(2026, 9, 1), date(2026, 5, 7))
