"""However documents are edited, no item is lost, none doubled, and no edit by a person undone."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.tracker.conftest import empty
from tests.tracker.edits import EDITS, GENTLE, WORDS, postmortems
from tests.tracker.office import Office, an_office
from tests.tracker.postmortems import DEEDS, MARKUPS, REASONS, THINGS, TITLES, Line, Postmortem
from tests.tracker.reingesting import Folder
from tracker.domain.items import Status
from tracker.extraction.rewording import reworded
from tracker.nearness import LIKELY, SURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.storage import Store

STATUSES = ("open", "in_progress", "done", "verified", "wont_do")


class Editors(RuleBasedStateMachine):
    """People edit documents, rename files and edit items; each reading is checked."""

    def __init__(self, office: AbstractContextManager[Office]) -> None:
        super().__init__()
        self.open = ExitStack()
        self.office = self.open.enter_context(office)
        self.folder = Folder(self.office)
        self.edited = 0

    def teardown(self) -> None:
        """Close the office."""
        self.open.close()

    @initialize(first=postmortems, second=postmortems)
    def begin(self, first: Postmortem, second: Postmortem) -> None:
        """Two documents arrive."""
        for name, document, title in zip("ab", (first, second), TITLES, strict=False):
            tasks = tuple(replace(line, section="task") for line in document.lines)
            self.folder.put(name, replace(document, title=title, lines=tasks))

    @precondition(lambda self: self.folder.documents)
    @rule(data=st.data())
    def edit_a_document(self, data: st.DataObject) -> None:
        """A document is edited, in one or in several ways."""
        name = data.draw(st.sampled_from(sorted(self.folder.documents)))
        document = self.folder.documents[name]
        for edit in data.draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
            after = edit(document, data.draw)
            document = after if after.lines else document
        same = document.markup == self.folder.documents[name].markup
        self.folder.put(name, document, self.folder.paths[name] if same else None)

    @precondition(lambda self: self.folder.documents)
    @rule(data=st.data(), number=st.integers(0, 99))
    def rename_a_file(self, data: st.DataObject, number: int) -> None:
        """A file gets another name, and perhaps other words with it."""
        name = data.draw(st.sampled_from(sorted(self.folder.documents)))
        document = self.folder.documents[name]
        for edit in data.draw(st.lists(st.sampled_from(GENTLE), max_size=2)):
            document = edit(document, data.draw)
        suffix = MARKUPS[document.markup].suffix
        self.folder.put(name, document, f"{number}-{name}{suffix}")

    @precondition(lambda self: len(self.folder.documents) > 1)
    @rule(data=st.data(), edited=st.booleans())
    def swap_two_files(self, data: st.DataObject, *, edited: bool) -> None:
        """Two files change their names, and one perhaps some of its words."""
        cores = [{line.core for line in one.lines} for one in self.folder.documents.values()]
        if edited and cores[0] & cores[1]:
            return  # two documents that promise the same cannot be told apart by it
        edits = data.draw(st.lists(st.sampled_from(WORDS), min_size=1)) if edited else ()
        self.folder.swap("a", "b", edits, data.draw)

    @precondition(lambda self: self.folder.items)
    @rule(data=st.data())
    def file_an_issue(self, data: st.DataObject) -> None:
        """An item gets an issue, which stays its own."""
        number = data.draw(st.sampled_from(sorted(self.folder.items)))
        with self.office.store.work() as work:
            target = work.targets.known("platform", "github")
            if not work.links.of_item(number):
                work.links.add(number, target.id, 1, f"marker {number}")
            work.commit()
        self.folder.linked.add(number)

    @precondition(lambda self: self.folder.items)
    @rule(data=st.data())
    def edit_an_item(self, data: st.DataObject) -> None:
        """A person changes a field of an item."""
        number = data.draw(st.sampled_from(sorted(self.folder.items)))
        kept = self.folder.items[number]
        self.edited += 1
        name, value = data.draw(
            st.one_of(
                st.just(("title", f"Called {self.edited} by Alice")),
                st.tuples(st.just("owner"), st.sampled_from(["", "@bob", "@erin"])),
                st.tuples(st.just("due"), st.sampled_from(["", "2026-06-01", "2026-12-24"])),
                st.tuples(st.just("priority"), st.sampled_from(["P0", "P2"])),
            )
        )
        self.office.edit(number, **{name: value})
        kept.holds[name] = date.fromisoformat(value) if name == "due" and value else value or None

    @precondition(lambda self: self.folder.items)
    @rule(data=st.data(), status=st.sampled_from(STATUSES))
    def move_an_item(self, data: st.DataObject, status: str) -> None:
        """A person gives an item another status."""
        number = data.draw(st.sampled_from(sorted(self.folder.items)))
        self.office.edit(number, status=status, reason="decided" if status == "wont_do" else "")
        self.folder.items[number].status = Status(status)


@contextmanager
def postgresql_office(store: Store) -> Iterator[Office]:
    """Yield an office of its own on PostgreSQL, whose rows go with it."""
    with tempfile.TemporaryDirectory() as name:
        yield Office(store, Path(name))
    empty(store)


def hold(offices: Callable[[], AbstractContextManager[Office]], examples: int) -> None:
    """Let people edit in many ways; fail with the shortest way that breaks a law."""

    class Here(Editors):
        """Edits in one office after the other."""

        def __init__(self) -> None:
            super().__init__(offices())

    run_state_machine_as_test(
        Here,
        settings=settings(max_examples=examples, stateful_step_count=10, deadline=None),
    )


def test_no_item_is_lost_or_doubled_and_no_persons_edit_undone(migrated_file: Path) -> None:
    """Whatever happens to documents, each promise is the item it was at first sight.

    Reading twice changes nothing. What a document alone changed is taken over; what vanished
    is marked, keeps its status and its issue, and comes back as itself.
    """
    hold(lambda: an_office(migrated_file), 25)


def test_the_laws_hold_on_postgresql(postgresql_store: Store) -> None:
    """The other database knows the same items."""
    hold(lambda: postgresql_office(postgresql_store), 3)


def test_each_wording_of_a_promise_is_nearer_to_it_than_to_any_other() -> None:
    """So that the laws ask for no more than words can tell."""
    said = [
        Line(deed, thing, wording, reason)
        for deed in DEEDS
        for thing in THINGS[:4]
        for wording in range(len(DEEDS[deed]))
        for reason in range(len(REASONS))
    ]
    for one, other in combinations(said[::2], 2):
        likely = reworded(one.text, other.text).score
        assert likely >= SURE if one.core == other.core else likely < LIKELY
