"""`amends ingest`: documents are stored, and a second time changes nothing."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from tests.amends.shell import CONTROLS, MAIL, SEARCH, Shell

KEYS = {"path", "outcome", "incident", "added", "updated", "gone", "gone_items", "proposed"}


def dump(shell: Shell) -> list[str]:
    """Return every row of the project's database."""
    connection = sqlite3.connect(shell.folder / "amends.db")
    rows = list(connection.iterdump())
    connection.close()
    return rows


def outcomes(answer: Any) -> list[str]:
    """Return what became of each document."""
    return [document["outcome"] for document in answer.json["documents"]]


def test_the_configured_sources_are_taken(project: Shell) -> None:
    """Without a path, the folder of the configuration is read; again it changes nothing."""
    before = dump(project)
    answer = project.run("ingest", "--json")

    assert (answer.status, answer.err) == (0, "")
    assert outcomes(answer) == ["unchanged", "unchanged"]
    assert dump(project) == before


def test_json_tells_each_document(shell: Shell) -> None:
    """One object, and nothing else on standard output."""
    shell.write("a.md", SEARCH)
    shell.write("lunch.md", "# Lunch\n\nSoup.\n")
    answer = shell.run("ingest", "--json", "a.md", "lunch.md")
    first, second = answer.json["documents"]

    assert answer.status == 0
    assert set(first) == KEYS
    assert (first["outcome"], first["incident"], first["added"]) == ("added", "I-1", 3)
    assert (second["outcome"], second["incident"]) == ("no postmortem", None)
    assert answer.json["errors"] == []


def test_people_are_told_in_a_table(shell: Shell) -> None:
    """How many documents, and how many new items."""
    shell.write("a.md", SEARCH)
    answer = shell.run("ingest", "a.md")

    assert (answer.status, answer.err) == (0, "")
    assert "1 documents, 0 unchanged, 3 new action items." in answer.out
    assert not CONTROLS.search(answer.out)


def test_sources_count_from_the_configuration(project: Shell) -> None:
    """From elsewhere, the same configuration means the same folder and the same database."""
    elsewhere = Shell(project.folder / "elsewhere")
    elsewhere.folder.mkdir()
    answer = elsewhere.quick("--config", "../amends.toml", "ingest", "--json")

    assert outcomes(answer) == ["unchanged", "unchanged"]
    assert list(elsewhere.folder.iterdir()) == []


def test_the_configuration_may_be_named_by_a_variable(project: Shell) -> None:
    """AMENDS_CONFIG leads to the same project."""
    elsewhere = Shell(project.folder / "elsewhere")
    elsewhere.folder.mkdir()
    answer = elsewhere.quick("items", AMENDS_CONFIG=str(project.folder / "amends.toml"))

    assert "5 action items." in answer.out


def test_an_edited_document_updates_its_items(project: Shell) -> None:
    """Added, reworded and removed promises are told and listed."""
    text = SEARCH.replace("is late", "is ten minutes late").replace("| Document how", "| Print how")
    project.write("postmortems/a-search.md", text)
    first = project.quick("ingest", "--json").json["documents"][0]

    assert (first["outcome"], first["updated"]) == ("updated", 2)
    assert project.item(1)["title"] == "Alert when the search index is ten minutes late"


def test_what_left_its_document_is_named(project: Shell) -> None:
    """One sentence of the summary says which items stay though their lines went."""
    text = "".join(line for line in SEARCH.splitlines(keepends=True) if "Document how" not in line)
    project.write("postmortems/a-search.md", text)
    sentence = "1 item no longer stands in its document, and stays tracked: A-3."

    assert sentence in project.run("ingest").out
    assert sentence not in project.run("ingest").out
    assert sentence in project.run("items").out
    assert sentence in project.quick("item", "A-3").out
    assert project.item(3)["in_document"] is False


def test_scripts_are_told_what_left_its_document(project: Shell) -> None:
    """The JSON lists the items beside their number."""
    project.write("postmortems/a-search.md", SEARCH[: SEARCH.index("| Alert")] + "| Sing | | | |\n")
    first = project.quick("ingest", "--json").json["documents"][0]

    assert (first["gone"], first["gone_items"]) == (3, ["A-1", "A-2", "A-3"])


def test_standard_input_is_a_document(shell: Shell) -> None:
    """What is piped in is stored, once."""
    first = shell.run("ingest", "-", "--json", stdin=MAIL.encode())
    second = shell.run("ingest", "-", "--json", stdin=MAIL.encode())

    assert (outcomes(first), outcomes(second)) == (["added"], ["unchanged"])


def test_one_bad_file_stops_none(shell: Shell) -> None:
    """The good ones are stored, the bad ones are listed, the status says that some failed."""
    shell.write("docs/a.md", b"")
    shell.write("docs/b.md", MAIL)
    answer = shell.quick("ingest", "--json", "docs")

    assert (answer.status, outcomes(answer)) == (1, ["added"])
    assert answer.json["errors"] == [{"path": "docs/a.md", "error": "docs/a.md is empty"}]


def test_a_file_name_that_is_no_utf8_is_no_obstacle(shell: Shell) -> None:
    """It is stored under a name that can be shown, and known again."""
    (shell.folder / "caf\udce9.md").write_text(MAIL, encoding="utf-8")
    first, second = shell.run("ingest", "--json", "."), shell.run("ingest", "--json", ".")

    assert (outcomes(first), outcomes(second)) == (["added"], ["unchanged"])


def test_nothing_to_take_is_refused(shell: Shell) -> None:
    """Without a path and without a source the sentence says what to do."""
    assert "name a PATH, or a [[source]]" in shell.quick("ingest").refusal()


def test_a_missing_path_is_refused_and_nothing_is_stored(shell: Shell) -> None:
    """A slip of the pen stores nothing by halves."""
    shell.write("a.md", SEARCH)

    assert "there is nothing at b.md" in shell.quick("ingest", "a.md", "b.md").refusal()
    assert shell.quick("incidents", "--json").json == []


@pytest.mark.parametrize("more", ["", '[[source]]\npath = "docs"\n'])
def test_a_repository_is_never_passed_over_in_silence(shell: Shell, more: str) -> None:
    """A source that nobody can read is said, whatever stands beside it, and nothing is stored."""
    shell.write("docs/a.md", SEARCH)
    shell.write("amends.toml", f'{more}[[source]]\nrepository = "acme/postmortems"\n')

    assert "there is no GitHub [[target]]" in shell.quick("ingest").refusal()
    assert not (shell.folder / "amends.db").exists()
