"""A draft is put right by its form, and accepted; two people lose nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.tracker.office import a_row
from tests.web.drafting import Drafter, drafter
from tests.web.test_bring import OTHER, TEXT
from tracker.clock import now
from tracker.domain.extensions import extensions
from tracker.intake import Clerk, Outcome, take_in
from tracker.people import People
from tracker.reading import Document, read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.building import Visitor
    from tracker.settings import Settings
    from tracker.storage import Store, Work


def ingest(store: Store, folder: Path, text: str, name: str = "outage.md") -> Outcome:
    """Take a text in from a folder, as `amends ingest` does."""
    (folder / name).write_text(text, encoding="utf-8")
    found = read(str(folder / name))
    assert isinstance(found, Document)
    with store.work() as work:
        arrival = take_in(work, found, Clerk(folder, People({}), now(), now().date()))
        work.commit()
    return arrival.outcome


def titles(store: Store) -> list[str]:
    """Return the titles of all items."""
    with store.reading() as work:
        return [item.title for item in work.items.find()]


def test_merge_drop_edit_accept_and_ingest_again(
    visitor: Visitor, store: Store, settings: Settings
) -> None:
    """What a person made of a text stands when the same text comes from a folder."""
    desk = drafter(visitor)
    desk.done("merge", (1, 2))
    desk.done("drop:4")
    desk.done("save:3", e3_title="Shorten the timeout", e3_owner="alice-gh", e3_due="2026-12-01")
    page = desk.done("accept")
    with store.reading() as work:
        before = work.items.find(), work.history.of_incident(1)

    assert "is accepted" in page
    assert [(one.title, one.owner) for one in before[0]] == [
        ("Alert when the search index is late", None),
        ("Shorten the timeout", "@alice"),
    ]
    assert ingest(store, settings.folder, TEXT) is Outcome.MOVED
    assert ingest(store, settings.folder, TEXT) is Outcome.UNCHANGED
    with store.reading() as work:
        assert (work.items.find(), work.history.of_incident(1)) == before


def test_what_was_typed_goes_with_every_button(visitor: Visitor, store: Store) -> None:
    """Fields of other items that were typed but not saved are stored with the next deed."""
    desk = drafter(visitor)
    desk.done("drop:4", e1_title="Alert early", facts_severity="SEV-1", facts_title="Old prices")
    desk.done("accept", e3_priority="P1")
    with store.reading() as work:
        incident, items = work.incidents.get(1), work.items.find()

    assert (incident.title, incident.facts.severity) == ("Old prices", "SEV-1")
    assert items[0].title == "Alert early"
    assert items[2].priority == "P1"


def test_an_item_is_split_by_its_lines(visitor: Visitor, store: Store) -> None:
    """A second item gets a title and lines of its own."""
    desk = drafter(visitor)
    sent = {"new_title-3": "Measure the timeout", "new_from-3": "14", "new_to-3": "14"}
    desk.fields |= sent
    desk.done("split:3")
    desk.done("accept")

    assert "Measure the timeout" in titles(store)
    assert len(titles(store)) == 5


def test_a_missed_promise_is_added_by_its_lines(visitor: Visitor, store: Store) -> None:
    """Without a title it is called what its lines say."""
    desk = drafter(visitor)
    desk.done("add", new_from="8", new_to="8")
    desk.done("accept")

    assert titles(store)[-1].startswith("The search index was two hours behind")


def test_a_merged_item_is_taken_apart(visitor: Visitor) -> None:
    """A merge is no trap."""
    desk = drafter(visitor)
    merged = desk.done("merge", (1, 3))
    apart = desk.done("apart:1")

    assert merged.count('class="entry"') == 3
    assert apart.count('class="entry"') == 4


def test_a_dropped_item_is_restored(visitor: Visitor) -> None:
    """What was dropped stands below until the draft is accepted."""
    desk = drafter(visitor)
    dropped = desk.done("drop", (1, 2))
    restored = desk.done("restore:2")

    assert (dropped.count('class="entry"'), restored.count('class="entry"')) == (2, 3)


def test_a_newer_text_of_an_incident_is_chosen(visitor: Visitor, store: Store) -> None:
    """The nearest is proposed; accepting adds what is new and numbers nothing anew."""
    drafter(visitor).done("accept")
    desk = drafter(visitor, TEXT + "- Rehearse the failover of a region\n")
    page = desk.look()
    desk.done("accept")

    assert 'value="1" checked' in page
    assert "A-3" in page
    assert len(titles(store)) == 5


def test_any_incident_can_be_named(visitor: Visitor, store: Store) -> None:
    """Also one that Amends would not propose; one that there is not is refused."""
    drafter(visitor).done("accept")
    desk = drafter(visitor, OTHER.replace("2026-04-11", "2025-01-01"))
    wrong = desk.press("save", to="other", other="I-77")
    desk.done("save", to="other", other="I-1")
    desk.done("accept")

    assert wrong.status_code == 400
    assert "no incident I-77" in wrong.text
    with store.reading() as work:
        assert len(work.incidents.all()) == 1


def test_what_a_document_says_of_its_end_hinders_no_other_correction(
    visitor: Visitor, work: Work
) -> None:
    """Its end before its start stays as it says; who corrects one of both is held to the other."""
    desk = drafter(visitor, TEXT)
    draft = work.drafts.get(1)
    facts = replace(draft.found.facts, started_at="2026-11-20", ended_at="2026-11-01")
    work.drafts.save(replace(draft, found=replace(draft.found, facts=facts)))
    work.commit()
    desk.look()

    desk.done("save", facts_severity="SEV-1")
    refused = desk.press("save", facts_started_at="2026-11-02T10:00+00:00")
    desk.done("save", facts_ended_at="2026-11-20T10:00+00:00")

    assert "the end 2026-11-01 lies before the start 2026-11-02T10:00:00+00:00" in refused.text


@pytest.mark.parametrize(
    ("deed", "picked", "typed", "status", "told"),
    [
        ("save", (), {"e1_due": "soon"}, 400, "is no date"),
        ("save", (), {"e1_title": " "}, 400, "needs a title"),
        ("save", (), {"e1_owner": "x" * 300}, 400, "longer than 200"),
        ("save", (), {"e1_kind": "magic"}, 400, "no kind"),
        ("save", (), {"e1_status": "magic"}, 400, "no status"),
        ("save", (), {"facts_started_at": "yesterday"}, 400, "is no moment"),
        ("save", (), {"facts_ended_at": "2026-04-10"}, 400, "lies before the start 2026-04-11"),
        ("save", (), {"facts_title": "x" * 3000}, 400, "longer than 2000"),
        ("merge", (1,), {}, 400, "two items or more"),
        ("drop", (), {}, 400, "choose the items"),
        ("merge", (1, 99), {}, 400, "no longer in the draft"),
        ("apart:1", (), {}, 409, "not made of several"),
        ("add", (), {"new_from": "400"}, 400, "no lines 400"),
        ("add", (), {"new_from": "x"}, 400, "by their numbers"),
        ("add", (), {"new_from": "2"}, 400, "say nothing"),
        ("restore:77", (), {}, 400, "no longer in the draft"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    visitor: Visitor,
    deed: str,
    picked: tuple[int, ...],
    typed: dict[str, str],
    status: int,
    told: str,
) -> None:
    """A page with the right status and one sentence; other words that were typed still stand."""
    desk = drafter(visitor)
    answer = desk.press(deed, picked, **{"e2_title": "Kept <words>", **typed})

    assert answer.status_code == status
    assert told in answer.text
    assert "Kept &lt;words&gt;" in answer.text
    assert "Kept" not in desk.look()


def test_the_second_of_two_people_sees_both(visitor: Visitor) -> None:
    """Nothing is overwritten: both values stand there, and the second may choose."""
    one = drafter(visitor)
    other = Drafter(visitor, one.path)
    one.done("save", e1_title="Mine was first", e2_owner="@bob")
    answer = other.press("drop:3", e1_title="Mine was second", e4_owner="@carol")
    stored = one.look()

    assert answer.status_code == 409
    assert "Mine was first" in answer.text
    assert "Mine was second" in answer.text
    assert "@bob" in answer.text
    assert "Mine was second" not in stored
    assert stored.count('class="entry"') == 4

    again = Drafter(visitor, one.path)
    again.fields = again.fields | {"1-title": "Mine was second", "4-owner": "@carol"}
    page = again.done("save")

    assert "Mine was second" in page
    assert "@carol" in page


def test_words_for_an_item_that_is_gone_are_shown(visitor: Visitor) -> None:
    """Somebody merged it away meanwhile: what was typed for it is told, not lost."""
    one = drafter(visitor)
    other = Drafter(visitor, one.path)
    one.done("merge", (1, 2))
    answer = other.press("save", e2_title="My careful words")

    assert answer.status_code == 409
    assert "My careful words" in answer.text
    assert "is no more in the draft" in answer.text


def test_accepting_a_stale_draft_stores_nothing(visitor: Visitor, store: Store) -> None:
    """Who accepts must have seen what is accepted."""
    one = drafter(visitor)
    other = Drafter(visitor, one.path)
    one.done("drop:1")
    answer = other.press("accept")

    assert answer.status_code == 409
    assert titles(store) == []


def test_an_accepted_draft_leads_to_its_incident(visitor: Visitor, store: Store) -> None:
    """A second press of the button, or an old link, ends there too."""
    desk = drafter(visitor)
    sent = desk.fields
    desk.done("accept")
    again = visitor.client.post(desk.path, data={**sent, "do": "accept"})
    shown = visitor.client.get(desk.path)

    assert again.headers["Location"] == shown.headers["Location"] == "/incidents/1"
    assert len(titles(store)) == 4


def test_a_discarded_draft_leaves_nothing(visitor: Visitor, store: Store) -> None:
    """It is gone, and its page says so."""
    desk = drafter(visitor)
    desk.done("discard")

    assert visitor.client.get(desk.path).status_code == 404
    with store.reading() as work:
        assert work.drafts.waiting() == []


def test_known_items_cannot_be_dropped_or_joined(visitor: Visitor) -> None:
    """What is tracked ends on its own page."""
    drafter(visitor).done("accept")
    desk = drafter(visitor, TEXT + "- Rehearse the failover of a region\n")

    assert desk.press("drop:1").status_code == 409
    assert desk.press("merge", (1, 2)).status_code == 409
    assert desk.press("merge", (1, 5)).status_code == 303


def test_the_text_of_a_draft_can_be_saved(visitor: Visitor) -> None:
    """As plain text, to be downloaded and never rendered."""
    desk = drafter(visitor, TEXT + "<script>alert(1)</script>\n")
    answer = visitor.client.get(f"{desk.path}/text?plain=1")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.text.endswith("<script>alert(1)</script>\n")


def test_a_form_without_a_version_is_refused(visitor: Visitor) -> None:
    """Such a form is not ours."""
    desk = drafter(visitor)
    del desk.fields["version"]

    assert desk.press("save").status_code == 400


def test_a_reason_for_a_later_date_is_kept_though_no_policy_asks(
    visitor: Visitor, work: Work
) -> None:
    """It stands in the history instead of the draft's name."""
    drafter(visitor, a_row(due="2030-05-20")).done("accept")
    desk = drafter(visitor, a_row(due="2030-05-20") + "\nA newer text.\n")
    desk.done("accept", e1_due="2030-07-01", e1_due_reason="the vendor is late")

    assert extensions(work.history.of_item(1))[0].reason == "the vendor is late"
