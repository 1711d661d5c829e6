"""`amends item`: shows one item, and edits it."""

from __future__ import annotations

import pytest

from tests.amends.shell import CONTROLS, Shell


def test_an_item_is_shown_with_its_history(settled: Shell) -> None:
    """Its fields, its lines, what happened to it."""
    answer = settled.run("item", "A-1")

    assert (answer.status, answer.err) == (0, "")
    assert "Alert when the search index is late" in answer.out
    assert "@alice" in answer.out
    assert not CONTROLS.search(answer.out)


def test_an_edit_is_kept_and_answered(project: Shell) -> None:
    """All fields at once; the answer is the changed item; the next reading agrees."""
    words = "--status in_progress --owner @bob --due 2026-12-31 --priority P0 --title Sooner"
    answer = project.run("item", "A-1", *words.split(), "--json")
    told = answer.json

    assert (answer.status, answer.err) == (0, "")
    assert (told["status"], told["owner"], told["due"], told["priority"], told["title"]) == (
        "in_progress",
        "@bob",
        "2026-12-31",
        "P0",
        "Sooner",
    )
    assert project.item(1) == told


def test_a_day_moves_with_a_reason_or_without(project: Shell) -> None:
    """Scripts that give none keep working; one that is given stays in the history."""
    assert project.quick("item", "A-1", "--due", "2027-01-01").status == 0
    project.quick("item", "A-1", "--due", "2027-02-01", "--reason", "the vendor is late")
    told = project.quick("item", "A-1").out

    assert "due: 2027-01-01 → 2027-02-01" in told
    assert "due_reason: None → the vendor is late" in told
    assert project.item(1)["reason"] is None


def test_the_caller_approves_what_is_given_up(project: Shell) -> None:
    """A reason is enough on the command line."""
    told = project.quick(
        "item", "A-1", "--status", "wont_do", "--reason", "too dear", "--json"
    ).json

    assert (told["status"], told["reason"]) == ("wont_do", "too dear")
    assert told["closed_at"] is not None


@pytest.mark.parametrize("field", ["owner", "due", "priority", "kind"])
def test_an_empty_text_removes_a_value(project: Shell, field: str) -> None:
    """As in `--owner ""`."""
    assert project.quick("item", "A-1", f"--{field}", "", "--json").json[field] is None


def test_a_kind_is_one_of_five(project: Shell) -> None:
    """Set, it is answered; misspelt, the five are named and nothing changes."""
    told = project.quick("item", "A-1", "--kind", "Mitigate", "--json").json
    refused = project.quick("item", "A-1", "--kind", "fixing", "--json")

    assert told["kind"] == project.item(1)["kind"] == "mitigate"
    assert refused.status == 2
    assert "choose one of repair, prevent, detect, mitigate, process" in refused.err


def test_done_and_open_again(project: Shell) -> None:
    """An end has a moment, a reopened item has none."""
    done = project.quick("item", "1", "--status", "done", "--json").json
    again = project.quick("item", "a-1", "--status", "open", "--json").json

    assert (done["status"], done["closed_at"] is None) == ("done", False)
    assert (again["status"], again["closed_at"]) == ("open", None)


def test_an_edit_survives_the_next_ingest(project: Shell) -> None:
    """What a person said outlasts the document that says it no more."""
    project.quick("item", "A-1", "--owner", "@carol", "--title", "Sooner")
    project.quick("ingest")
    told = project.item(1)

    assert (told["owner"], told["title"]) == ("@carol", "Sooner")


def test_markup_is_only_text(project: Shell) -> None:
    """What looks like markup of a page, of a table or of a terminal is shown as it is."""
    title = "<b>bold</b> [red]red[/red] **x** {y} 'quoted' 🚒"
    project.quick("item", "A-1", "--title", title)

    assert project.item(1)["title"] == title
    assert title in project.quick("items").out


def test_a_control_character_reaches_no_terminal(project: Shell) -> None:
    """Neither in the list nor in the item itself."""
    project.quick("item", "A-1", "--title", "a\x1b[31mb", "--owner", "c\x07d")

    assert not CONTROLS.search(project.quick("items").out)
    assert not CONTROLS.search(project.quick("item", "A-1").out)


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
def test_the_calendars_ends_spoil_no_list(project: Shell, due: str) -> None:
    """Lists and reports bear any day."""
    project.quick("item", "A-1", "--due", due)

    assert project.quick("incidents").status == 0
    assert project.quick("report").status == 0
