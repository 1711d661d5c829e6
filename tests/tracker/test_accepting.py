"""A brought document is accepted, and read again: what people decided holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.tracker.office import ALICE, HEAD, PEOPLE, PROMISES, Office, a_list
from tracker.accepting import accept
from tracker.bringing import aimed, bring
from tracker.domain import drafts
from tracker.domain.errors import IllegalMove, Stale
from tracker.domain.history import Origin
from tracker.domain.items import Status
from tracker.intake import Arrival, Clerk, Outcome, take_in
from tracker.reading import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.drafts import Draft, Plan

MORE = (*PROMISES, "Ask the vendor for a faster mirror", "Buy a second disk for the index")
TEXT = a_list(MORE)
FIRST = TEXT.splitlines().index(f"- {MORE[0]}") + 1


def clerk(office: Office) -> Clerk:
    """Return Alice, who brings documents."""
    return replace(office.clerk(), by=ALICE)


def brought(office: Office, text: str = TEXT, name: str = "outage.md") -> Draft:
    """Bring a document."""
    with office.store.work() as work:
        draft = bring(work, Document(name, text, None), clerk(office))
        work.commit()
    return draft


def accepted(office: Office, draft: Draft) -> Arrival:
    """Accept a draft as it stands."""
    with office.store.work() as work:
        work.drafts.save(draft)
        arrival = accept(work, work.drafts.get(draft.id), clerk(office))
        work.commit()
    return arrival


def planned(office: Office, *changes: Callable[[Plan, Draft], Plan], text: str = TEXT) -> Draft:
    """Bring a document and change what becomes of it."""
    draft = brought(office, text)
    for change in changes:
        draft = replace(draft, plan=change(draft.plan, draft))
    return draft


def everything(plan: Plan, draft: Draft) -> Plan:
    """Merge two, drop one, edit one, split one, add one."""
    plan = drafts.merged(plan, (1, 2), draft.found.items)
    plan = drafts.dropped(plan, (3,))
    plan = drafts.edited(plan, 4, {"title": "Call the vendor", "owner": "@alice"})
    plan = drafts.split(plan, 5, "Mount the second disk", (FIRST + 4, FIRST + 4))
    return drafts.added(plan, "Tell the customers", (10, 10))


def state(office: Office) -> tuple[Any, ...]:
    """Return what people see of items, history and incidents."""
    items = office.items()
    dump = office.dump()
    sources = [row[1:] for row in dump["sources"]]
    return items, sorted(map(str, sources)), dump["changes"], dump["incidents"], len(dump["items"])


def test_what_was_decided_is_stored(any_office: Office) -> None:
    """Merged, dropped, edited, split and added: each item is as a person wanted it."""
    arrival = accepted(any_office, planned(any_office, everything))
    items = any_office.items()

    assert arrival.outcome is Outcome.ADDED
    assert [item.title for item in items] == [
        MORE[0], "Call the vendor", MORE[4], "Mount the second disk", "Tell the customers",
    ]  # fmt: skip
    assert [len(item.sources) for item in items] == [2, 1, 1, 1, 1]
    assert items[1].owner == "@alice"
    assert {item.status for item in items} == {Status.OPEN}


@pytest.mark.parametrize("name", ["outage.md", "2026/another.md"])
def test_the_same_text_in_a_folder_changes_nothing(any_office: Office, name: str) -> None:
    """The file is the document that was brought: no second incident, no dropped promise."""
    accepted(any_office, planned(any_office, everything))
    before = state(any_office)
    arrival = any_office.put(TEXT, name)

    assert arrival.outcome is Outcome.MOVED
    assert state(any_office) == before
    assert any_office.put(TEXT, name).outcome is Outcome.UNCHANGED
    assert state(any_office) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two hours behind", "three hours behind"),
        ("# Search", "\n\n# Search"),
        ("Alert when", "Alert us when"),
        ("Document how to", "Document well how to"),
        ("for the index", "for the index\n"),
    ],
)
def test_an_edited_text_keeps_what_people_decided(any_office: Office, old: str, new: str) -> None:
    """A word more, a line more: merged stays merged, dropped stays dropped, all items stay."""
    accepted(any_office, planned(any_office, everything))
    before = [(one.id, one.status, one.owner) for one in any_office.items()]
    arrival = any_office.put(TEXT.replace(old, new))
    items = any_office.items()

    assert (arrival.added, arrival.gone) == (0, ())
    assert [(one.id, one.status, one.owner) for one in items] == before
    assert all(one.in_document for one in items)
    assert [len(one.sources) for one in items] == [2, 1, 1, 1, 1]
    assert any_office.incidents() == 1


def test_lines_that_moved_are_marked_where_they_stand(office: Office) -> None:
    """The marks of merged and of added lines follow their words."""
    accepted(office, planned(office, everything))
    before = [source.first_line for item in office.items() for source in item.sources]
    office.put("\n\n" + TEXT)
    after = [source.first_line for item in office.items() for source in item.sources]

    assert after == [line + 2 for line in before]


def test_an_item_added_by_hand_goes_with_its_words(office: Office) -> None:
    """Where the lines that a person chose are deleted, the item is marked and stays tracked."""
    accepted(office, planned(office, lambda plan, _: drafts.added(plan, "Tell them", (10, 10))))
    line = TEXT.splitlines()[9]
    arrival = office.put(TEXT.replace(line + "\n", ""))
    item = office.items()[-1]

    assert arrival.gone == (item.id,)
    assert (item.title, item.in_document, item.status) == ("Tell them", False, Status.OPEN)


def test_a_merged_item_stays_while_one_of_its_lines_does(office: Office) -> None:
    """The first line is deleted, the second one stands: the item stands, under its own title."""
    accepted(
        office, planned(office, lambda plan, draft: drafts.merged(plan, (1, 2), draft.found.items))
    )
    arrival = office.put(a_list(MORE[1:]))
    item = office.items()[0]

    assert (arrival.added, arrival.gone) == (0, ())
    assert (item.title, item.in_document, len(item.sources)) == (MORE[0], True, 1)


def test_edits_are_the_persons_own(office: Office) -> None:
    """The history says who brought the document and who changed which field."""
    accepted(office, planned(office, everything))
    told = [(one.field, one.new, one.author) for one in office.history(2)]

    assert told[0] == ("status", "open", ALICE)
    assert ("title", "Call the vendor", ALICE) in told
    assert all(author.origin is Origin.WEB for _, _, author in told)


def test_what_was_dropped_is_told(office: Office) -> None:
    """The incident's history names the promise and who dropped it."""
    accepted(office, planned(office, everything))
    with office.store.reading() as work:
        told = [one for one in work.history.of_incident(1) if one.field == "dropped"]

    assert [(one.new, one.author) for one in told] == [(MORE[2], ALICE)]


def test_corrected_facts_outlive_the_document(any_office: Office) -> None:
    """What a person corrected stays when the document is edited; its word is told."""
    facts = {"title": "Old prices", "severity": "SEV-1", "started_at": "2026-04-11T09:12+00:00"}
    accepted(any_office, planned(any_office, lambda plan, _: replace(plan, facts=facts)))
    any_office.put(TEXT.replace("Severity: SEV-3", "Severity: SEV-2"))
    with any_office.store.reading() as work:
        incident = work.incidents.get(1)
        told = [(one.field, one.new) for one in work.history.of_incident(1)]

    assert (incident.title, incident.facts.severity) == ("Old prices", "SEV-1")
    assert incident.facts.started_at == "2026-04-11T09:12:00+00:00"
    assert ("document severity", "SEV-2") in told


def test_the_same_text_is_no_second_incident(any_office: Office) -> None:
    """What is known already is proposed as the same document, and refused as a new one."""
    any_office.put(TEXT)
    draft = brought(any_office)

    assert (draft.plan.to, draft.near[0].same) == (1, True)
    assert [entry.item for entry in draft.plan.entries] == [1, 2, 3, 4, 5]
    with pytest.raises(IllegalMove, match="I-1 already"):
        accepted(any_office, replace(draft, plan=replace(draft.plan, to=None)))


def test_another_incident_with_the_same_promises_is_proposed_as_one_of_its_own(
    any_office: Office,
) -> None:
    """Another day and another title: what it has in common is told, and nothing chosen."""
    any_office.put(TEXT)
    told = {HEAD.splitlines()[0]: "# Logins failed", "2026-04-11": "2026-05-02"}
    other = TEXT
    for old, new in told.items():
        assert old in other
        other = other.replace(old, new)
    draft = brought(any_office, other, "logins.md")
    renamed = brought(any_office, TEXT.replace("2026-04-11", "2026-05-02"), "outage.md")

    assert (draft.plan.to, draft.near[0].incident_id, draft.near[0].shared) == (None, 1, 5)
    assert renamed.plan.to == 1


def test_a_newer_text_revises_its_incident(any_office: Office) -> None:
    """Known promises stay the same items; new ones are added; the old file changes nothing."""
    any_office.put(TEXT)
    any_office.edit(1, owner="@bob")
    newer = a_list([*MORE[:3], "Rehearse the failover of a region"])
    draft = brought(any_office, newer, "pasted text")
    arrival = accepted(any_office, draft)
    before = state(any_office)

    assert draft.plan.to == 1
    assert (arrival.outcome, arrival.added, arrival.gone) == (Outcome.UPDATED, 1, (4, 5))
    assert any_office.items()[0].owner == "@bob"
    assert any_office.take("search.md").outcome is Outcome.UNCHANGED  # the file still says TEXT
    assert any_office.put(newer).outcome is Outcome.UNCHANGED
    assert state(any_office) == before


def test_a_file_that_was_edited_after_it_caught_up_counts(office: Office) -> None:
    """Once its file says what was brought, any edit of it is an edit, also back to the old."""
    office.put(TEXT)
    newer = a_list([*MORE[:3], "Rehearse the failover of a region"])
    accepted(office, brought(office, newer))
    office.put(newer)
    arrival = office.put(TEXT)

    assert arrival.outcome is Outcome.UPDATED
    assert len(arrival.gone) == 1


def test_a_decision_is_shown_again_and_can_be_taken_back(any_office: Office) -> None:
    """Bringing the same document again shows what was dropped and merged, to be changed."""
    accepted(any_office, planned(any_office, everything))
    again = brought(any_office)
    dropped = again.plan.dropped

    assert [again.found.items[one.parts[0]].title for one in dropped] == [MORE[2]]
    assert again.plan.entries[0].parts == (0, 1)

    plan = drafts.restored(again.plan, dropped[0].id)
    accepted(any_office, replace(again, plan=plan))
    before = state(any_office)

    assert [item.title for item in any_office.items()][-1] == MORE[2]
    any_office.put(TEXT)
    assert state(any_office) == before


def test_accepting_unchanged_what_is_known_changes_nothing(any_office: Office) -> None:
    """Bring, accept, bring, accept: the second time nothing happens."""
    accepted(any_office, planned(any_office, everything))
    before = state(any_office)
    accepted(any_office, brought(any_office))

    assert state(any_office) == before


def test_a_draft_is_accepted_once(any_office: Office) -> None:
    """Two people press the button: the second hears that it was done."""
    draft = brought(any_office)
    with any_office.store.work() as work:
        accept(work, draft, clerk(any_office))
        work.commit()
    with any_office.store.work() as work, pytest.raises(Stale):
        accept(work, replace(draft, text="# Other\n\n## Action items\n- Do\n"), clerk(any_office))

    assert any_office.incidents() == 1


def test_a_document_brought_twice_is_one_draft(any_office: Office) -> None:
    """Line ends of a browser make no second one."""
    one, same = brought(any_office), brought(any_office, TEXT.replace("\n", "\r\n"))

    assert one.id == same.id


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow\x00.md"])
def test_a_name_never_becomes_a_path(office: Office, name: str) -> None:
    """Whatever a file is called, its document is known by words."""
    draft = brought(office, name=name)

    assert draft.key.startswith("brought/")
    assert ".." not in draft.key
    assert draft.key.count("/") == 1


def test_owners_are_people_of_the_configuration(office: Office) -> None:
    """The preview shows an owner as the items will."""
    text = HEAD + "## Action items\n\n| Action | Owner |\n|---|---|\n| Add an alert | alice-gh |\n"

    assert brought(office, text).found.items[0].owner == PEOPLE.called("alice-gh") == "@alice"


def test_choosing_another_incident_keeps_what_was_decided(office: Office) -> None:
    """A draft that is aimed anew keeps its drops and edits."""
    office.put(TEXT, "one.md")
    office.put(a_list(["Something quite different"], HEAD.replace("Search", "Billing")), "two.md")
    draft = brought(office, TEXT + "\n")
    draft = replace(draft, plan=drafts.edited(draft.plan, 2, {"owner": "@bob"}))
    with office.store.work() as work:
        new = aimed(work, draft, None, clerk(office))
        back = aimed(work, replace(draft, plan=new), 1, clerk(office))

    assert [one.item for one in new.entries] == [None] * 5
    assert back == draft.plan


def test_a_person_may_go_back_to_an_older_text(office: Office) -> None:
    """Only a file may lag behind: who sends the first text again means it."""
    newer = a_list([*MORE[:3], "Rehearse the failover of a region"])
    outcomes = []
    for text in (TEXT, newer, TEXT):
        with office.store.work() as work:
            arrival = take_in(work, Document("a.md", text, None, "a.md"), clerk(office))
            work.commit()
        outcomes.append(arrival.outcome)

    assert outcomes == [Outcome.ADDED, Outcome.UPDATED, Outcome.UPDATED]
