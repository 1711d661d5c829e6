"""`amends conflicts`: listed on any terminal, one shown whole, either value chosen at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.amends.terminal import on_terminal, plain
from tracker.clock import now
from tracker.storage import open_store

if TYPE_CHECKING:
    from tests.amends.shell import Shell

LONG = "Alert when the search index of any cluster is late by more than ten minutes"
BLOCK = "From the incident\n\nPriority: P1\n"


@pytest.fixture(name="shell")
def _shell(project: Shell) -> Shell:
    """Return a project whose first item has conflicts: its title, its status, its text."""
    store = open_store(f"sqlite:///{project.folder / 'amends.db'}")
    with store.work() as work:
        target = work.targets.known("platform", "github").id
        values = (("title", "Late", LONG, "Louder"), ("state", "open", "open", "done"))
        for field, base, ours, theirs in values:
            work.conflicts.add(1, target, field, (base, ours, theirs), "ours", now())
        block = (BLOCK, BLOCK, f"{BLOCK}Mind the gap.\n")
        work.conflicts.add(1, target, "block", block, "ours", now())
        work.commit()
    store.close()
    return project


@pytest.mark.parametrize("columns", [80, 60, 200])
def test_the_list_fits_the_terminal(shell: Shell, columns: int) -> None:
    """However long the words are, each conflict is one line of the table."""
    lines = plain(on_terminal(shell.folder, "conflicts", columns=columns)).splitlines()
    table = [line for line in lines if "platform" in line]

    assert max(len(line) for line in table) <= columns
    assert [line.split()[0] for line in table] == ["3", "2", "1"]


def test_one_conflict_is_shown_whole(shell: Shell) -> None:
    """All values in full, and the commands that choose."""
    told = shell.quick("conflicts", "1").out

    assert " ".join(LONG.split()) in " ".join(told.replace("+ ", "").split())
    assert "theirs: Louder" in told
    assert "amends conflicts --choose 1 theirs" in told


def test_a_conflict_about_the_text_is_shown_as_a_diff(shell: Shell) -> None:
    """What a person wrote into the block is marked, with where to put it."""
    told = shell.quick("conflicts", "3").out

    assert "- Mind the gap." in told
    assert "outside the managed block" in told


def test_either_side_is_chosen_as_often_as_one_likes(shell: Shell) -> None:
    """A choice is undone by choosing again; scripts see what stands."""
    theirs = shell.quick("conflicts", "--choose", "1", "theirs", "--json").json[-1]
    louder = shell.item(1)["title"]
    ours = shell.quick("conflicts", "--choose", "1", "ours", "--json").json[-1]

    assert (louder, shell.item(1)["title"]) == ("Louder", LONG)
    assert (theirs["kept"], theirs["undone_at"] is None) == ("ours", False)
    assert (ours["kept"], ours["undone_at"]) == ("ours", None)


def test_what_a_choice_means_is_said(shell: Shell) -> None:
    """The new value, the one it replaces, and that this item has no issue to be told."""
    shell.quick("item", "A-1", "--title", "Edited since")
    said = shell.quick("conflicts", "--undo", "1").out

    assert "the title is “Louder” now (it was “Edited since”)" in said
    assert "not filed" in said


def test_a_status_may_be_chosen_too(shell: Shell) -> None:
    """The item moves as the tracker said."""
    shell.quick("conflicts", "--choose", "2", "theirs")

    assert shell.item(1)["status"] == "done"


@pytest.mark.parametrize(
    "words",
    [
        ["99"],
        ["x"],
        ["--choose", "1", "mine"],
        ["--choose", "1"],
        ["--choose", "99", "ours"],
        ["--choose", "3", "theirs"],
        ["--choose", "1", "ours", "--undo", "1"],
    ],
)
def test_a_mistake_is_one_sentence(shell: Shell, words: list[str]) -> None:
    """Status 2 and nothing chosen."""
    before = shell.quick("conflicts", "--json").out

    assert shell.quick("conflicts", *words).refusal()
    assert shell.quick("conflicts", "--json").out == before
