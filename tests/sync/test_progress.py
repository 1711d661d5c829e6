"""What a long sync is at: told by the engine stage by stage, shown on a terminal only."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from amends.progress import progress
from sync.cycle import run
from sync.desk import Stage
from tests.amends.shell import Shell
from tests.amends.terminal import on_terminal, plain

if TYPE_CHECKING:
    import pytest

    from tests.sync.bench import Bench
    from tests.sync.places import Place


def test_every_stage_is_told(bench: Bench, place: Place) -> None:
    """Reading, writing, and how many of how many are filed and sent."""
    stages: list[Stage] = []
    bench.take_in_many(3)
    run(bench.store, bench.settings, told=stages.append)
    for item in bench.items:
        bench.edit(item, title=f"{item.title}, now")
    run(bench.store, bench.settings, told=stages.append)

    assert {stage.target for stage in stages} == {place.name}
    words = [stage.words for stage in stages]
    assert words[0] == "reading"
    assert "writing" in words
    filed = [stage for stage in stages if stage.words == "filing issues"]
    assert (filed[0].done, filed[0].of) == (0, 3)
    sent = [stage for stage in stages if stage.words == "sending edits"]
    assert [(one.done, one.of) for one in sent] == [(0, 3), (1, 3), (2, 3)]


def test_progress_leaves_nothing_behind(bench: Bench) -> None:
    """On a terminal the table is what stays; piped, nothing is said on standard error."""
    bench.take_in_many(3)

    assert Shell(bench.folder).run("sync").err == ""
    shown = plain(on_terminal(bench.folder, "sync"))
    assert "filing" not in shown
    assert shown.splitlines()[0].startswith("target")


def shown_by(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    """Return what is written while two targets are worked on."""
    written = StringIO()
    console = Console(file=written, force_terminal=terminal, width=70, markup=False)
    monkeypatch.setattr("amends.progress.err", console)
    with progress() as tell:
        tell(Stage("platform", "filing issues", 40, 200))
        tell(Stage("ops", "reading"))
    return plain(written.getvalue())


def test_a_terminal_shows_a_line_a_target(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many of how many, and what the other target is at."""
    shown = shown_by(monkeypatch, terminal=True)

    assert "platform: filing issues" in shown
    assert "40 of 200" in shown
    assert "ops: reading" in shown
    assert shown_by(monkeypatch, terminal=False) == ""
