"""However documents are edited, no item is lost, none doubled, and no edit by a person undone."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.tracker.edits import EDITS, GENTLE, WORDS, postmortems
from tests.tracker.office import Office
from tests.tracker.postmortems import MARKUPS, TITLES
from tests.tracker.reingesting import Folder, plainly_read
from tracker.domain.items import Status
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store

STATUSES = ("open", "in_progress", "done", "verified", "wont_do")


class Editors(RuleBasedStateMachine):
    """People edit documents, rename files and edit items; each reading is checked."""

    open_office: staticmethod

    def __init__(self) -> None:
        super().__init__()
        self.office, self.close = type(self).open_office()
        self.folder = Folder(self.office)
        self.edited = 0

    def teardown(self) -> None:
        self.close()

    @initialize(first=postmortems, second=postmortems)
    def begin(self, first, second) -> None:
        """Two documents arrive."""
        for name, document, title in zip("ab", (first, second), TITLES, strict=False):
            tasks = tuple(replace(line, section="task") for line in document.lines)
            self.folder.put(name, replace(document, title=title, lines=tasks))

    @precondition(lambda self: self.folder.documents)
    @rule(data=st.data())
    def edit_a_document(self, data) -> None:
        """A document is edited, in one or in several ways."""
        name = data.draw(st.sampled_from(sorted(self.folder.documents)))
        document = self.folder.documents[name]
        for edit in data.draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
            after = edit(document, data.draw)
            document = after if after.lines else document
        path = None
        if MARKED(document) == MARKED(self.folder.documents[name]):
            path = self.folder.paths[name]
        self.folder.put(name, document, path)

    @precondition(lambda self: self.folder.documents)
    @rule(data=st.data(), number=st.integers(0, 99))
    def rename_a_file(self, data, number) -> None:
        """A file gets another name, and perhaps other words with it."""
        name = data.draw(st.sampled_from(sorted(self.folder.documents)))
        document = self.folder.documents[name]
        for edit in data.draw(st.lists(st.sampled_from(GENTLE), max_size=2)):
            document = edit(document, data.draw)
        suffix = MARKUPS[document.markup].suffix
        self.folder.put(name, document, f"{number}-{name}{suffix}")

    @precondition(lambda self: len(self.folder.documents) > 1)
    @rule(data=st.data(), edited=st.booleans())
    def swap_two_files(self, data, edited) -> None:
        """Two files change their names, and one perhaps some of its words."""
        cores = [{line.core for line in one.lines} for one in self.folder.documents.values()]
        if edited and cores[0] & cores[1]:
            return  # two documents that promise the same cannot be told apart by it
        edits = data.draw(st.lists(st.sampled_from(WORDS), min_size=1)) if edited else ()
        self.folder.swap("a", "b", edits, data.draw)

    @precondition(lambda self: self.folder.items)
    @rule(data=st.data())
    def file_an_issue(self, data) -> None:
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
    def edit_an_item(self, data) -> None:
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
    def move_an_item(self, data, status) -> None:
        """A person gives an item another status."""
        number = data.draw(st.sampled_from(sorted(self.folder.items)))
        self.office.edit(number, status=status, reason="decided" if status == "wont_do" else "")
        self.folder.items[number].status = Status(status)


def MARKED(document):  # noqa: N802
    return document.markup


@pytest.mark.parametrize("steps", [12])
def test_laws(migrated_file, steps) -> None:
    """All."""

    def open_office():
        name = tempfile.TemporaryDirectory()
        folder = Path(name.name)
        shutil.copyfile(migrated_file, folder / "amends.db")
        store = open_store(f"sqlite:///{folder / 'amends.db'}")

        def close():
            store.close()
            name.cleanup()

        return Office(store, folder), close

    machine = type("SqliteEditors", (Editors,), {"open_office": staticmethod(open_office)})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=60, stateful_step_count=steps, phases=[Phase.generate], suppress_health_check=list(HealthCheck)),
    )
