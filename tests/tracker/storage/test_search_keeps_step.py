"""What is found is what the rows say, whatever was done to them in whichever order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.web.building import BY, an_incident, an_item
from tracker.clock import now
from tracker.domain.incidents import Facts
from tracker.domain.items import Section, Source
from tracker.search.question import Term
from tracker.search.words import words_of
from tracker.storage.search import Search
from tracker.storage.search_words import WordRow
from tracker.storage.tables import IncidentRow, ItemRow, PostmortemRow, RevisionRow, SourceRow
from tracker.storage.upgrading import migration_config

if TYPE_CHECKING:
    from tracker.storage import Store, Work

WORDS = ("amber", "birch", "cedar", "dahlia", "élan", "ошибка")
texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
steps = st.lists(
    st.tuples(
        st.sampled_from(["incident", "tell", "item", "save", "place", "revise", "undone"]),
        st.integers(0, 5),
        texts,
        texts,
    ),
    min_size=1,
    max_size=12,
)


def act(work: Work, deed: str, number: int, one: str, other: str) -> None:
    """Do what storage can do to rows that are searched."""
    incidents, items = work.incidents.all(), work.items.find()
    incident = incidents[number % len(incidents)]
    item = items[number % len(items)]
    if deed == "incident":
        an_incident(work, one, other, impact=other, services=(one,))
    elif deed == "tell":
        work.incidents.tell(incident.id, one, Facts(title=one, root_cause=other), now())
    elif deed == "item":
        an_item(work, incident, one, fingerprint=f"{len(items)}", reason=other or None)
    elif deed == "save":
        work.items.save(replace(item, title=one, owner=other or None), now(), BY)
    elif deed == "place":
        revision = work.incidents.newest_of(item.incident_id)[0].id
        work.items.place(item.id, revision, [Source(Section.TASK, None, other, 1, 1)])
    elif deed == "revise":
        work.incidents.revise(incident.id, one, f"{one}\n{other}", 1, now())
    else:
        half = work.session.begin_nested()
        act(work, "save", number, one, other)
        half.rollback()


def told(work: Work, word: str) -> set[tuple[str, int]]:
    """Return what holds *word*, read from the rows one by one."""

    def holds(*values: Any) -> bool:
        return word in words_of(" ".join(str(value) for value in values if value))

    asked = work.session.query
    found = {
        ("incidents", row.id)
        for row in asked(IncidentRow)
        if holds(row.title, row.impact, row.root_cause, *row.services)
    }
    found |= {
        ("items", row.id) for row in asked(ItemRow) if holds(row.title, row.owner, row.reason)
    }
    found |= {("items", row.item_id) for row in asked(SourceRow) if holds(row.text)}
    for document in asked(PostmortemRow):
        newest = asked(RevisionRow).filter_by(postmortem_id=document.id)
        last = newest.order_by(RevisionRow.number.desc()).first()
        found |= {("documents", last.id)} if last and holds(last.text) else set()
    return found


def found(work: Work, word: str) -> set[tuple[str, int]]:
    """Return what a search for just *word* finds."""
    return {(hit.kind, hit.id) for hit in Search(work.session).hits([Term(word)])}


@given(history=steps)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_search_finds_what_the_rows_hold(store: Store, history: list[Any]) -> None:
    """After any history, each word finds exactly the rows that hold it, and is known."""
    with store.work() as work:
        an_item(work, an_incident(work, "First", "First text"), "First item")
        for step in history:
            act(work, *step)
        work.session.flush()
        wanted = {word: told(work, word) for word in WORDS}
        known = set(work.session.scalars(text("SELECT word FROM search_words")))
        held = {word for word in WORDS if wanted[word]}

        assert {word: found(work, word) for word in WORDS} == wanted
        assert held <= known


@given(history=steps)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_made_anew_finds_the_same(store: Store, history: list[Any]) -> None:
    """Taking the migration back and going up again finds what was found before, and all words."""
    with store.work() as work:
        an_item(work, an_incident(work, "First", "First text"), "First item")
        for step in history:
            act(work, *step)
        work.commit()
        before = {word: found(work, word) for word in WORDS}
        words = {row.word for row in work.session.query(WordRow)}
    with store.engine.begin() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        below = ScriptDirectory.from_config(config).get_revision("0007").down_revision
        command.downgrade(config, str(below))
        command.upgrade(config, "head")
    with store.reading() as work:
        after = {word: found(work, word) for word in WORDS}
        anew = {row.word for row in work.session.query(WordRow)}

    assert after == before
    assert anew <= words
