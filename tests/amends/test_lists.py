"""`amends incidents`, `items` and `conflicts`: what is known, for people and for scripts."""

from __future__ import annotations

import pytest

from tests.amends.shell import CONTROLS, Shell
from tracker.clock import now
from tracker.storage import open_store

ITEM = "id incident title kind status owner priority due created_at closed_at links"
CONFLICT = "id item target field base ours theirs kept at undone_at"


def test_items_are_told_as_the_contract_says(settled: Shell) -> None:
    """Every status, every promised key, nothing else on standard output."""
    answer = settled.run("items", "--json")
    first = answer.json[0]

    assert (answer.status, answer.err, len(answer.json)) == (0, "", 5)
    assert set(ITEM.split()) <= set(first)
    assert (first["id"], first["incident"], first["status"]) == ("A-1", "I-1", "open")
    assert (first["owner"], first["due"], first["links"]) == ("@alice", "2026-05-01", [])
    assert answer.json[2]["owner"] is None
    assert answer.json[3]["status"] == "done"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--status", "done"], ["A-4"]),
        (["--status", "done", "--status", "open"], ["A-1", "A-2", "A-3", "A-4", "A-5"]),
        (["--owner", "@alice"], ["A-1"]),
        (["--owner", "alice@example.com"], ["A-1"]),
        (["--owner", "nobody"], []),
        (["--incident", "I-2"], ["A-4", "A-5"]),
        (["--incident", "i-2"], ["A-4", "A-5"]),
        (["--incident", "I-99"], []),
        (["--unowned"], ["A-3", "A-5"]),
        (["--overdue"], ["A-1"]),
        (["--undated"], ["A-3", "A-5"]),
        (["--undated", "--status", "done"], ["A-4"]),
        (["--text", "INDEX"], ["A-1", "A-2", "A-3"]),
        (["--text", "100%"], []),
        (["--text", "index", "--unowned"], ["A-3"]),
    ],
)
def test_filters_narrow_the_items(settled: Shell, words: list[str], found: list[str]) -> None:
    """Each alone, and together more so."""
    assert [item["id"] for item in settled.quick("items", "--json", *words).json] == found


@pytest.mark.parametrize(
    "words",
    [
        ["items", "--status", "nearly"],
        ["items", "--incident", "x"],
        ["items", "--incident", "I-²"],
        ["items", "--incident", "I-99999999999999999999"],
        ["items", "--nonsense"],
        ["items", "extra"],
        ["item"],
        ["item", "A-99"],
        ["item", "A-999999999999"],
        ["item", "I-1"],
        ["item", "A-²"],
        ["item", "A-1", "--status", "nearly"],
        ["item", "A-1", "--status", "proposed"],
        ["item", "A-1", "--status", "wont_do"],
        ["item", "A-1", "--status", "duplicate"],
        ["item", "A-1", "--status", "duplicate", "--duplicate-of", "A-1"],
        ["item", "A-1", "--duplicate-of", "A-2"],
        ["item", "A-1", "--reason", "because"],
        ["item", "A-1", "--due", "tomorrow"],
        ["item", "A-1", "--due", "2026-02-30"],
        ["item", "A-1", "--title", ""],
        ["item", "A-1", "--title", "x" * 3000],
        ["item", "A-1", "--title", "\udcff"],
        ["conflicts", "--undo", "7"],
        ["conflicts", "--undo", "x"],
        ["conflicts", "--resolve", "99999999999999999999999"],
        ["conflicts", "--undo", "-1"],
        ["nosuch"],
        ["--nonsense"],
        ["--config", "nowhere.toml", "items"],
    ],
)
def test_a_users_mistake_is_one_sentence(settled: Shell, words: list[str]) -> None:
    """Status 2, a sentence on standard error, nothing on standard output, nothing changed."""
    before = settled.quick("items", "--json").out

    assert settled.quick(*words).refusal()
    assert settled.quick("items", "--json").out == before


def test_incidents_are_told_with_their_completion(settled: Shell) -> None:
    """Scripts get a list; its counts are those of the items."""
    answer = settled.run("incidents", "--json")
    first, second = sorted(answer.json, key=lambda one: str(one["id"]))

    assert (answer.status, answer.err) == (0, "")
    assert (first["id"], first["title"], first["severity"]) == ("I-1", "Search outage", "SEV-3")
    assert (first["done"], first["total"], second["done"], second["total"]) == (0, 3, 1, 2)
    assert (first["overdue"], second["overdue"]) == (1, 0)


@pytest.mark.parametrize("command", ["incidents", "items", "conflicts"])
def test_people_get_words_that_can_be_piped(settled: Shell, command: str) -> None:
    """No control characters, no bars, whole words."""
    answer = settled.run(command)

    assert (answer.status, answer.err) == (0, "")
    assert answer.out.strip()
    assert not CONTROLS.search(answer.out)


@pytest.mark.parametrize("command", ["incidents", "items", "conflicts"])
def test_an_empty_project_is_no_mistake(shell: Shell, command: str) -> None:
    """Before anything was ingested there is an empty list, and a word for people."""
    assert shell.quick(command, "--json").json == []
    assert shell.quick(command).out.strip()


def test_conflicts_are_told_as_the_contract_says(project: Shell) -> None:
    """Every promised key; undoing chooses the other value, once; agreeing changes nothing."""
    disagree(project)
    told = project.quick("conflicts", "--json").json[0]
    undone = project.quick("conflicts", "--undo", "1", "--json").json[0]

    assert set(told) == set(CONFLICT.split())
    assert (told["item"], told["target"], told["kept"]) == ("A-1", "platform", "ours")
    assert (told["undone_at"], undone["undone_at"] is None) == (None, False)
    assert project.item(1)["title"] == "Louder"
    assert "undone before" in project.quick("conflicts", "--undo", "1").refusal()
    assert project.quick("conflicts", "--resolve", "1").status == 0


def disagree(shell: Shell) -> None:
    """Let the first item have a conflict about its title."""
    store = open_store(f"sqlite:///{shell.folder / 'amends.db'}")
    with store.work() as work:
        target = work.targets.known("platform", "github")
        work.conflicts.add(1, target.id, "title", ("Late", "Sooner", "Louder"), "ours", now())
        work.commit()
    store.close()
