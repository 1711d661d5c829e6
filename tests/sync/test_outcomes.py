"""What the log says of a cycle: one outcome a link, in words or as JSON, without any secret."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from amends.logs import begin_log
from tests.amends.shell import Shell
from tests.fakes import faults
from tests.fakes.moving import removed
from tests.sync.bench import ROW, WORDS
from tests.sync.places import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import Place


def told(caplog: pytest.LogCaptureFixture, bench: Bench) -> list[str]:
    """Run a cycle and return the outcome of each link."""
    caplog.set_level(logging.DEBUG, "amends")
    caplog.clear()
    bench.sync()
    records = [one for one in caplog.records if getattr(one, "event", None) == "link"]
    assert len(records) == len(bench.links)
    return [str(vars(one)["outcome"]) for one in records]


def edit_both(bench: Bench, place: Place) -> None:
    """Rename on both sides."""
    place.change(place.only, title="Theirs")
    bench.edit(bench.item, title="Ours")


def limit(bench: Bench, place: Place) -> None:
    """Let the tracker ask for a minute's patience."""
    del bench
    place.proxy.inject(faults.answer(faults.wait_some(429, 60)), "*", "", times=None)


DEEDS: dict[str, tuple[Callable[[Bench, Place], object], str]] = {
    "nothing": (lambda _, __: None, "left alone: nothing changed"),
    "a new title here": (lambda bench, _: bench.edit(bench.item, title="Ours"), "title sent"),
    "a new day here": (lambda bench, _: bench.edit(bench.item, due="2027-01-01"), " sent"),
    "done here": (lambda bench, _: bench.edit(bench.item, status="done"), "closed"),
    "a new title there": (
        lambda _, place: place.change(place.only, title="Theirs"),
        "title taken in",
    ),
    "done there": (lambda _, place: place.change(place.only, state="done"), "state taken in"),
    "both": (edit_both, "conflict: title, ours kept"),
    "a limit": (limit, "waits: "),
    "a dead token": (
        lambda _, place: place.proxy.inject(
            faults.answer(faults.logged_out()), "*", "", times=None
        ),
        "waits: target ",
    ),
}


@pytest.mark.parametrize(("deed", "words"), DEEDS.values(), ids=DEEDS)
def test_each_link_has_one_outcome(
    filed: Bench,
    place: Place,
    caplog: pytest.LogCaptureFixture,
    deed: Callable[[Bench, Place], object],
    words: str,
) -> None:
    """A cycle says in a few words what it meant for the link."""
    filed.sync()
    deed(filed, place)
    (outcome,) = told(caplog, filed)

    assert words in outcome


def test_a_paused_target_says_until_when_each_link_waits(
    filed: Bench, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """The cycles during a pause send nothing, and say so."""
    limit(filed, place)
    filed.sync()
    (outcome,) = told(caplog, filed)

    assert outcome.startswith(f"waits: target {place.name} waits for its limit until ")


def test_a_new_issue_and_one_whose_answer_was_lost_are_told_apart(
    bench: Bench, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Opened is opened; where the answer was lost, nobody knows."""
    bench.take_in(ROW)
    assert told(caplog, bench) == ["opened"]

    bench.take_in(f"{WORDS[1]} | | | ", name="other.md")
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    first, second = told(caplog, bench)

    assert first == "left alone: nothing changed" or first.startswith("waits: ")
    assert second.startswith("unknown: ")


def test_a_lost_issue_is_told_once_and_then_left_alone(
    filed: Bench, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """The outcome names what is the matter."""
    place.proxy.lay(removed(place.address(place.only), faults.not_found()))
    filed.edit(filed.item, title="Ours")
    filed.sync()
    (outcome,) = told(caplog, filed)

    assert "unreachable: " in outcome


def test_the_log_is_json_where_it_is_asked_for(filed: Bench, place: Place) -> None:
    """Each line of standard error is an object; standard output stays the command's own."""
    filed.edit(filed.item, title="Ours")
    answer = Shell(filed.folder).run("sync", "--json", "--log", "json", "-v")
    lines: list[dict[str, Any]] = [json.loads(line) for line in answer.err.splitlines()]
    (link,) = [line for line in lines if line["event"] == "link"]
    (target,) = [line for line in lines if line["event"] == "target"]

    assert answer.json["targets"][0]["updated"] == 1
    assert (link["target"], link["item"], link["outcome"]) == (place.name, "A-1", "title sent")
    assert link["key"] == place.only.key
    assert target["requests"] == answer.json["targets"][0]["requests"]
    assert {"at", "level", "message"} <= link.keys()
    assert TOKEN not in answer.err
    assert "Jobs waited" not in answer.err  # no text of a document


def test_a_worker_writes_its_log_as_configured(filed: Bench, place: Place) -> None:
    """[log] format = "json" needs no flag."""
    filed.configure('[log]\nformat = "json"\nlevel = "debug"\n')
    answer = Shell(filed.folder).run("worker", "--once")
    lines = [json.loads(line) for line in answer.err.splitlines()]
    outcomes = [one["outcome"] for one in lines if one["event"] == "link"]

    assert outcomes == ["left alone: nothing changed"]
    assert {one["job"] for one in lines if one["event"] == "job"} == {"ingest", "sync", "report"}
    assert place.proxy.writes == []


def test_a_sync_is_silent_unless_asked(filed: Bench) -> None:
    """Without a flag, a command that is done says nothing on standard error."""
    assert Shell(filed.folder).run("sync").err == ""


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_ever_written(
    filed: Bench, capsys: pytest.CaptureFixture[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an error quotes, secrets are struck out of the line and of its traceback."""
    monkeypatch.setenv("AMENDS_METRICS_TOKEN", "figures-for-us-only")
    begin_log(filed.settings, form)
    log = logging.getLogger("amends")
    try:
        int(TOKEN)
    except ValueError:
        log.exception("asked with %s", TOKEN, extra={"error": f"{TOKEN} figures-for-us-only"})
    written = capsys.readouterr().err

    assert "Traceback" in written
    assert "[secret]" in written
    assert TOKEN not in written
    assert "figures-for-us-only" not in written
