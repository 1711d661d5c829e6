"""`amends extract --explain`: every line, what it was taken for, and why."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import CONTROLS, MAIL, PATIENCE, SEARCH, Shell, environment

if TYPE_CHECKING:
    from pathlib import Path

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DOUBTFUL = """\
# Shop outage

## Timeline

- 10:00 UTC: the shop broke
- 11:00 UTC: it was fixed

## Notes

Next time we will look at the cache first.
"""


@pytest.fixture(autouse=True)
def _documents(shell: Shell) -> None:
    """Let two postmortems lie in a folder."""
    shell.write("docs/a.md", SEARCH)
    shell.write("docs/sub/b.txt", MAIL)


def _on_terminal(folder: Path, *words: str, **variables: str) -> str:
    """Return what `amends` prints on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603  our own Python
        [sys.executable, "-m", "amends", *words],
        cwd=folder,
        env=environment(TERM="xterm-256color", **variables),
        stdout=theirs,
    ) as process:
        os.close(theirs)
        told = b""
        while piece := _read(ours):
            told += piece
        process.wait(PATIENCE)
    os.close(ours)
    return told.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux tells that the other side is closed
        return b""


def test_each_line_stands_with_its_reason(shell: Shell) -> None:
    """Piped, it is plain text: the evidence, then the lines in order."""
    answer = shell.run("extract", "--explain", "docs")
    numbers = [int(found) for found in re.findall(r"(?m)^ {2,4}(\d+)  ", answer.out)]
    written = [at for at, line in enumerate(SEARCH.splitlines(), 1) if line]
    others = [at for at, line in enumerate(MAIL.splitlines(), 1) if line]

    assert (answer.status, answer.err) == (0, "")
    assert numbers == [*written, *others]
    assert "postmortem  yes: " in answer.out
    assert "signs of an incident, 2 needed" in answer.out
    assert "no: its items arrive as open" in answer.out
    assert 'root cause: the phrase "root cause"' in answer.out
    assert "item 1" in answer.out
    assert not CONTROLS.search(answer.out)


@pytest.mark.parametrize("columns", ["80", "60", "200"])
def test_it_fits_the_terminal(shell: Shell, columns: str) -> None:
    """No row is wider, whatever the lines of the document."""
    shell.write("docs/a.md", SEARCH.replace("hours behind", "hours \u6642\u9593 " * 90))
    answer = shell.run("extract", "--explain", "docs/a.md", COLUMNS=columns)
    wide = [
        line
        for line in answer.out.splitlines()
        if len(line) + len(re.findall("[\u6642\u9593]", line)) > int(columns)
    ]

    assert wide == []


def test_it_is_coloured_only_where_colours_are_wanted(shell: Shell) -> None:
    """A terminal gets colours, unless NO_COLOR says that nobody wants them."""
    coloured = _on_terminal(shell.folder, "extract", "--explain", "docs", COLUMNS="80")
    plain = _on_terminal(shell.folder, "extract", "--explain", "docs", COLUMNS="80", NO_COLOR="1")

    assert COLOUR.search(coloured)
    assert "\x1b" not in plain
    assert COLOUR.sub("", coloured).split() == plain.split()


def test_hostile_text_reaches_no_terminal(shell: Shell) -> None:
    """Neither an escape sequence nor a mark that turns the direction, nor a line without end."""
    evil = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e\u2066"
    text = SEARCH.replace("Alert", f"{evil}Alert").replace("Search", f"Search{evil}")
    shell.write("docs/a.md", text + evil + "\x1b[31m" * 200_000)
    piped = shell.run("extract", "--explain", "docs/a.md").out
    shown = COLOUR.sub("", _on_terminal(shell.folder, "extract", "--explain", "docs/a.md"))

    assert not CONTROLS.search(piped)
    assert not CONTROLS.search(shown.replace("\r\n", "\n"))
    assert not {"\u202e", "\u2066"} & set(piped + shown)
    assert len(piped) < 20_000


def test_as_json_it_is_the_usual_object_and_more(shell: Shell) -> None:
    """One object a document; without the flag not a byte is different."""
    usual = shell.quick("extract", "--json", "docs")
    told = shell.quick("extract", "--json", "--explain", "docs")

    assert (told.status, told.err) == (0, "")
    for plain, found in zip(usual.lines, told.lines, strict=True):
        assert {key: found[key] for key in plain} == plain
        assert found.keys() - plain.keys() == {"estimates", "evidence", "lines"}
    first = told.lines[0]
    assert "\n".join(line["text"] for line in first["lines"]) == SEARCH
    assert {line["item"] for line in first["lines"]} == {None, 1, 2, 3}
    assert (first["evidence"]["needed"], first["evidence"]["doubt"]) == (2, None)


def test_an_ambiguous_document_says_so(shell: Shell) -> None:
    """With the reason, explained or not; and what is stored of it waits for a person."""
    shell.write("doubt/c.md", DOUBTFUL)
    brief = shell.quick("extract", "doubt/c.md").out
    full = " ".join(shell.quick("extract", "--explain", "doubt/c.md").out.split())

    assert "ambiguous: its promises stand in running text" in brief
    assert "proposed" in brief
    assert "ambiguous yes: its promises stand in running text; its items arrive as prop" in full


def test_what_it_calls_proposed_is_stored_so(project: Shell) -> None:
    """The items of an ambiguous document wait, those of a clear one are open."""
    project.write("postmortems/c.md", DOUBTFUL)
    project.quick("ingest")
    states = {item["title"]: item["status"] for item in project.quick("items", "--json").json}

    assert states["Next time we will look at the cache first."] == "proposed"
    assert states["Restart the sender nightly"] == "open"


def test_a_page_about_something_else_says_what_is_missing(shell: Shell) -> None:
    """Its lines are told all the same."""
    shell.write("lunch.md", "# Lunch\n\n## Next steps\n\n- Buy soup\n")
    answer = shell.quick("extract", "--explain", "lunch.md")

    assert answer.status == 0
    assert "postmortem  no: 0 signs of an incident, 2 needed" in answer.out
    assert "work, but the document is taken for no postmortem" in " ".join(answer.out.split())


def test_one_bad_file_stops_none(shell: Shell) -> None:
    """As without the flag: a sentence for each, and the status says that some failed."""
    shell.write("docs/c.md", b"")
    answer = shell.run("extract", "--explain", "docs", "-", stdin=MAIL.encode())

    assert (answer.status, answer.err.split()[0]) == (1, "docs/c.md")
    assert answer.out.count("postmortem  yes: ") == 3


def test_a_path_to_nothing_is_refused(shell: Shell) -> None:
    """Nothing is printed."""
    assert "nowhere.md" in shell.quick("extract", "--explain", "nowhere.md").refusal()
