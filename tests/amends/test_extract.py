"""`amends extract`: documents in, promises out, and no database."""

from __future__ import annotations

import pytest

from tests.amends.shell import CONTROLS, MAIL, SEARCH, Shell

DOCUMENT = (
    "path title started_at ended_at detected_at duration_minutes timezone severity impact "
    "root_cause resolution timeline items"
)
ITEM = "title kind owner due priority done refs sources"
SOURCE = {"section", "heading", "text", "first_line", "last_line"}


@pytest.fixture(autouse=True)
def _documents(shell: Shell) -> None:
    """Let two postmortems lie in a folder."""
    shell.write("docs/a.md", SEARCH)
    shell.write("docs/sub/b.txt", MAIL)


def test_json_is_what_the_contract_says(shell: Shell) -> None:
    """One object a document, with every promised key and value."""
    answer = shell.run("extract", "--json", "docs/a.md")
    found = answer.lines[0]
    first = found["items"][0]

    assert (answer.status, answer.err, len(answer.lines)) == (0, "", 1)
    assert set(DOCUMENT.split()) <= set(found)
    assert set(ITEM.split()) <= set(first)
    assert set(first["sources"][0]) == SOURCE
    assert (found["path"], found["title"], found["severity"]) == (
        "docs/a.md",
        "Search outage",
        "SEV-3",
    )
    assert (first["owner"], first["due"], first["priority"]) == ("@alice", "2026-05-01", "P1")
    assert found["timeline"][0].keys() == {"at", "text", "line"}


def test_absent_facts_are_null(shell: Shell) -> None:
    """What a document does not say is not guessed."""
    found = shell.quick("extract", "--json", "docs/sub/b.txt").lines[0]

    assert (found["severity"], found["timezone"], found["resolution"]) == (None, None, None)
    assert (found["items"][0]["owner"], found["items"][0]["done"]) == (None, True)


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["docs"], ["docs/a.md", "docs/sub/b.txt"]),
        (["docs/*.md"], ["docs/a.md"]),
        (["docs/**/*.txt"], ["docs/sub/b.txt"]),
        (["docs/sub/b.txt", "docs"], ["docs/sub/b.txt", "docs/a.md"]),
    ],
)
def test_paths_are_files_folders_and_globs(
    shell: Shell, words: list[str], paths: list[str]
) -> None:
    """Each document once, in the order in which it was named."""
    answer = shell.quick("extract", "--json", *words)

    assert answer.status == 0
    assert [found["path"] for found in answer.lines] == paths
    assert all(found["items"] for found in answer.lines)


def test_a_hyphen_is_standard_input(shell: Shell) -> None:
    """What is piped in stands among the others, in its place."""
    answer = shell.run("extract", "--json", "docs/a.md", "-", "docs", stdin=MAIL.encode())

    assert answer.status == 0
    assert [found["path"] for found in answer.lines] == ["docs/a.md", "-", "docs/sub/b.txt"]


def test_people_get_a_table(shell: Shell) -> None:
    """Piped, it holds the words whole and nothing for terminals."""
    answer = shell.run("extract", "docs")

    assert (answer.status, answer.err) == (0, "")
    assert "Alert when the search index is late" in answer.out
    assert "Restart the sender nightly" in answer.out
    assert not CONTROLS.search(answer.out)


def test_nothing_is_written(shell: Shell) -> None:
    """Extracting leaves the folder as it is."""
    shell.quick("extract", "docs")

    assert [path.name for path in shell.folder.iterdir()] == ["docs"]


def test_one_bad_file_stops_none(shell: Shell) -> None:
    """The others are printed; each bad one gets a sentence; the status says that some failed."""
    shell.write("docs/c.md", b"")
    shell.write("docs/d.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    shell.write("docs/e.md", b"x" * (16 * 1024 * 1024 + 1))
    (shell.folder / "docs/f.md").symlink_to("nowhere")
    answer = shell.run("extract", "--json", "docs")

    assert answer.status == 1
    assert [found["path"] for found in answer.lines] == ["docs/a.md", "docs/sub/b.txt"]
    assert [line.split()[0] for line in answer.err.splitlines()] == [
        f"docs/{name}.md" for name in "cdef"
    ]


def test_a_page_about_something_else_is_no_failure(shell: Shell) -> None:
    """It is printed with no items."""
    shell.write("lunch.md", "# Lunch\n\n- Soup\n- Bread\n")
    answer = shell.quick("extract", "--json", "lunch.md")

    assert (answer.status, answer.lines[0]["items"]) == (0, [])


@pytest.mark.parametrize("path", ["nowhere.md", "nowhere/*.md", "no\u00e9"])
def test_a_path_to_nothing_is_refused(shell: Shell, path: str) -> None:
    """Nothing is printed, not even what could be read."""
    assert path in shell.quick("extract", "docs/a.md", path).refusal()


def test_no_path_is_refused(shell: Shell) -> None:
    """The sentence says what is missing."""
    assert "PATH" in shell.quick("extract").refusal()


def test_empty_standard_input_is_a_failure(shell: Shell) -> None:
    """A pipe that broke before is noticed."""
    answer = shell.run("extract", "-")

    assert (answer.status, answer.out) == (1, "")
    assert "empty" in answer.err


def test_a_file_name_that_is_no_utf8_is_no_obstacle(shell: Shell) -> None:
    """Its items are printed as JSON that can be read."""
    (shell.folder / "caf\udce9.md").write_text(MAIL, encoding="utf-8")
    answer = shell.run("extract", "--json", b"caf\xe9.md", PYTHONIOENCODING="utf-8:strict")

    assert answer.status == 0
    assert len(answer.lines[0]["items"]) == 2


def test_control_characters_of_a_document_reach_no_terminal(shell: Shell) -> None:
    """A title cannot colour the screen, nor hide a line of it."""
    evil = "\x1b[2J\x1b[31m\x9b31m\x07"
    shell.write(
        "docs/a.md", SEARCH.replace("Search", f"Search{evil}").replace("Alert", f"{evil}Al")
    )
    answer = shell.run("extract", "docs/a.md")

    assert answer.status == 0
    assert not CONTROLS.search(answer.out)
