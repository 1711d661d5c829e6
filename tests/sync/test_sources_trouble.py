"""A repository that cannot be read: told in one sentence, alone, and made up for next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import page, said
from tests.sync.archive import NAME, SOURCE, a_postmortem, outcomes, sentences
from tests.sync.test_limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.calls import Reply
    from tests.fakes.proxy import Fault
    from tests.sync.archive import Archive

COMMITS, TREES, BLOBS = r"/commits$", r"/git/trees/", r"/git/blobs/"
HERE = "https://api.github.com/repositories/1/commits"
REFUSALS: dict[str, tuple[Fault, str]] = {
    "401": (faults.answer(faults.logged_out()), "the token of target platform"),
    "403": (faults.answer(said(403, {"message": "Forbidden"})), "answered 403: Forbidden"),
    "404": (faults.answer(faults.not_found()), "is its name right"),
    "301": (faults.answer(faults.redirect(301, HERE)), "write its new name into amends.toml"),
    "500": (faults.answer(page(500)), "answered 500"),
    "502": (faults.broken_before, "answered 502"),
    "no answer": (faults.drop_before, "did not answer"),
    "a timeout": (faults.hang_before, "did not answer"),
    "no JSON": (faults.garbled(b"<html>"), "answered with something unreadable"),
    "another shape": (faults.garbled(b"{}"), "answered with something that is not understood"),
    "nonsense": (faults.garbled(b'[{"commit": 7}]'), "is not understood"),
}


@pytest.mark.parametrize("step", [COMMITS, TREES])
@pytest.mark.parametrize(("fault", "why"), REFUSALS.values(), ids=REFUSALS)
def test_a_repository_that_fails_is_said_and_stops_nothing_else(
    archive: Archive, fault: Fault, why: str, step: str
) -> None:
    """One sentence that names the source; the files are read; the next time all is made up for."""
    (archive.bench.folder / "notes").mkdir()
    (archive.bench.folder / "notes/disk.md").write_text(a_postmortem("disk"), encoding="utf-8")
    sources, seconds = f'{SOURCE}[[source]]\npath = "notes"\n', faults.patience(fault)
    archive.bench.configure(sources, request_timeout_seconds=seconds)
    archive.github.proxy.inject(fault, "GET", step)
    first, second = archive.ingest(), archive.ingest()

    assert [Path(one.path).name for one in first.arrivals] == ["disk.md"]
    (told,) = sentences(first)
    assert why in told
    assert f"source {NAME} " in told
    assert "\n" not in told
    assert first.unreadable[0].path == NAME
    assert (len(second.arrivals), second.unreadable) == (3, [])


def test_one_repository_that_fails_stops_no_other(archive: Archive) -> None:
    """The other one is read, and the sentence tells which one is meant."""
    archive.bench.configure('[[source]]\nrepository = "acme/gone"\n' + SOURCE)
    brought = archive.ingest()

    assert len(brought.arrivals) == 2
    assert "source acme/gone (GitHub) answered 404" in sentences(brought)[0]


def test_a_ref_that_is_not_there_is_said(archive: Archive) -> None:
    """The sentence asks for the branch or tag, too."""
    archive.bench.configure(f'{SOURCE}ref = "gone"\n')

    assert "is there a branch or tag gone" in sentences(archive.ingest())[0]


def test_a_token_that_is_not_set_is_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names source and variable; nothing is asked."""
    monkeypatch.delenv("GITHUB_TOKEN")
    (told,) = sentences(archive.ingest())

    assert f"source {NAME}: target platform: GITHUB_TOKEN is not set" in told
    assert archive.requests == 0


BLOB_FAULTS: dict[str, Fault] = {
    "404": faults.answer(faults.not_found()),
    "500": faults.answer(page(500)),
    "422": faults.answer(said(422, {"message": "Unprocessable"})),
    "no answer": faults.drop_before,
    "no JSON": faults.garbled(b"<html>"),
    "no base64": faults.garbled(b'{"content": "a", "encoding": "base64"}'),
    "another encoding": faults.garbled(b'{"content": "a", "encoding": "rot13"}'),
}


@pytest.mark.parametrize("fault", BLOB_FAULTS.values(), ids=BLOB_FAULTS)
def test_a_file_that_fails_stops_no_other_and_is_tried_next_time(
    archive: Archive, fault: Fault
) -> None:
    """One sentence that names the file; the next reading asks for this file alone."""
    archive.github.proxy.inject(fault, "GET", BLOBS)
    first = archive.ingest()
    second = archive.ingest()

    assert outcomes(first) == {"mail.md": "added"}
    assert sentences(first)[0].startswith(f"{NAME}/2026/search.md cannot be read: ")
    assert outcomes(second) == {"2026/search.md": "added", "mail.md": "unchanged"}
    assert archive.asked == ["commits", "blobs"]
    assert second.unreadable == []


def test_a_server_that_answers_no_more_is_left_alone(archive: Archive) -> None:
    """After three failures in a row nothing more is asked; the rest comes next time."""
    archive.commit({f"{n}.md": "# Nothing\n" for n in range(20)})
    archive.github.proxy.inject(faults.drop_before, "GET", BLOBS, times=None)
    brought = archive.ingest()
    asked = archive.requests
    archive.github.proxy.heal()

    assert len(sentences(brought)) == 3
    assert asked == 5
    assert len(archive.ingest().arrivals) == 22


@pytest.mark.parametrize("fault", ["401", "301"])
def test_a_repository_that_is_closed_midway_is_left(archive: Archive, fault: str) -> None:
    """What was read is kept; one sentence; the rest comes next time."""
    archive.github.proxy.inject(REFUSALS[fault][0], "GET", BLOBS, first=2)
    first, second = archive.ingest(), archive.ingest()

    assert outcomes(first) == {"2026/search.md": "added"}
    assert [one.path for one in first.unreadable] == [NAME]
    assert outcomes(second) == {"2026/search.md": "unchanged", "mail.md": "added"}
    assert archive.asked == ["commits", "blobs"]


@pytest.mark.parametrize("step", [COMMITS, TREES, BLOBS])
@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_a_limit_is_told_and_survives_the_process(
    archive: Archive, limit: Callable[[], Reply], step: str
) -> None:
    """It is no failure; nothing is sent before its time, for issues neither."""
    archive.github.proxy.inject(faults.answer(limit()), "GET", step, times=None)
    first = archive.ingest()
    sent = archive.requests
    second = archive.ingest()
    cycle = archive.bench.sync()

    assert (first.unreadable, second.unreadable) == ([], [])
    assert "limit" in first.notes[0]
    assert "waits for its limit until" in second.notes[0]
    assert (archive.requests, cycle.tallies[0].requests) == (0, 0)
    assert sent == [COMMITS, TREES, BLOBS].index(step) + 1


def test_after_the_limit_what_waited_is_read(archive: Archive) -> None:
    """A limit of one second is over soon, and nothing was lost by it."""
    limit = faults.answer(faults.wait_some(429, 1))
    archive.github.proxy.inject(limit, "GET", BLOBS, first=2)
    first = archive.outcomes()
    archive.bench.wait(1.2)

    assert first == {"2026/search.md": "added"}
    assert archive.outcomes() == {"2026/search.md": "unchanged", "mail.md": "added"}


def test_a_limit_of_the_target_holds_for_the_source(archive: Archive) -> None:
    """Both use the same credentials."""
    limit = faults.answer(faults.wait_some(403, 60))
    archive.github.proxy.inject(limit, "GET", r"/user$")
    archive.bench.sync()
    brought = archive.ingest()

    assert "waits for its limit until" in brought.notes[0]
    assert archive.requests == 0
