"""`amends report`: the weekly report in four formats."""

from __future__ import annotations

import csv
import json
import os
from html.parser import HTMLParser

import pytest

from tests.amends.shell import CONTROLS, Shell

FORMATS = ["md", "html", "json", "csv"]
WEEK = "2026-W46"


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_printed(settled: Shell, form: str) -> None:
    """The report stands on standard output, and nothing else anywhere."""
    answer = settled.quick("report", "--week", WEEK, "--format", form)

    assert (answer.status, answer.err) == (0, "")
    assert "week" in answer.out.lower()
    assert answer.out.endswith("\n")
    assert not CONTROLS.search(answer.out.replace("\r\n", "\n"))


def test_the_formats_are_what_they_say(settled: Shell) -> None:
    """JSON is one object, CSV has rows of one width, HTML is a page."""
    told = {form: settled.quick("report", "--week", WEEK, "--format", form).out for form in FORMATS}
    widths = {len(row) for row in csv.reader(told["csv"].splitlines())}
    HTMLParser().feed(told["html"])

    assert isinstance(json.loads(told["json"]), dict)
    assert len(widths) == 1
    assert told["html"].lstrip().lower().startswith("<!doctype html>")
    assert told["md"].startswith("# ")


def test_json_is_the_json_format(settled: Shell) -> None:
    """`--json` means `--format json`."""
    answer = settled.run("report", "--week", WEEK, "--json")

    assert (answer.status, answer.err) == (0, "")
    assert answer.json


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_gets_what_would_be_printed(project: Shell, form: str) -> None:
    """`--output` writes it, says so beside it, and leaves no draft."""
    printed = project.quick("report", "--week", WEEK, "--format", form).out
    before = {path.name for path in project.folder.iterdir()}
    answer = project.quick("report", "--week", WEEK, "--format", form, "--output", "out.txt")
    written = (project.folder / "out.txt").read_bytes().decode()

    assert (answer.status, answer.out) == (0, "")
    assert "out.txt" in answer.err
    assert without_moment(written) == without_moment(printed)
    assert {path.name for path in project.folder.iterdir()} == before | {"out.txt"}


def test_a_pdf_is_a_file_with_the_same_bytes_each_time(settled: Shell) -> None:
    """It is never printed, and a kept report makes the same one again."""
    asked = ("report", "--week", "2020-W10", "--format", "pdf", "--output")
    answers = [settled.quick(*asked, name) for name in ("one.pdf", "two.pdf")]
    one, two = ((settled.folder / name).read_bytes() for name in ("one.pdf", "two.pdf"))

    assert [answer.status for answer in answers] == [0, 0]
    assert one.startswith(b"%PDF-")
    assert one == two


def test_a_past_week_is_kept_for_whoever_asks_later(project: Shell) -> None:
    """What is written afterwards into the past changes no report that was told."""
    before = project.quick("report", "--week", "2020-W10").out
    answer = project.quick("report", "--week", "2020-W10", "--team", "@nobody")

    assert project.quick("report", "--week", "2020-W10").out == before
    assert "no item belongs to the team @nobody" in answer.refusal()


def test_an_existing_file_is_replaced(project: Shell) -> None:
    """The newest report stands there whole."""
    project.write("out.md", "old words\n" * 1000)
    project.quick("report", "--output", "out.md")

    assert "old words" not in (project.folder / "out.md").read_text(encoding="utf-8")


def test_what_an_existing_file_is_it_stays(project: Shell) -> None:
    """A link still leads to its file, and who may read that file is not changed."""
    real, link = project.folder / "real.md", project.folder / "link.md"
    project.write("real.md", "old words")
    real.chmod(0o640)
    link.symlink_to("real.md")
    project.quick("report", "--output", "link.md")

    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("# ")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_into(project: Shell) -> None:
    """Whoever reads there gets the report, and the pipe stays one."""
    pipe = project.folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    answer = project.quick("report", "--week", "2020-W10", "--format", "csv", "--output", "pipe")
    told = os.read(reader, 1_000_000)
    os.close(reader)

    assert answer.status == 0
    assert told.startswith(b"week,")
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "words",
    [
        ["--week", "46"],
        ["--week", "2026-W54"],
        ["--week", "2026-W00"],
        ["--week", "2025-W53"],
        ["--week", "2026-46"],
        ["--week", "0000-W01"],
        ["--week", ""],
        ["--week", "²026-W46"],
        ["--format", "pdf"],
        ["--team", ""],
        ["--output", "."],
        ["--output", ""],
        ["--output", "postmortems"],
        ["--output", "nowhere/report.md"],
        ["extra"],
    ],
)
def test_a_users_mistake_is_one_sentence(project: Shell, words: list[str]) -> None:
    """Status 2, nothing printed, nothing left behind."""
    before = sorted(path.name for path in project.folder.iterdir())

    assert project.quick("report", *words).refusal()
    assert sorted(path.name for path in project.folder.iterdir()) == before


def test_an_empty_project_has_a_report(shell: Shell) -> None:
    """A week in which nothing was promised is a week all the same."""
    assert shell.quick("report").status == 0


def without_moment(text: str) -> list[str]:
    """Return a report's lines but for that which says when it was made."""
    return [line for line in text.splitlines() if "generated" not in line.lower()]
