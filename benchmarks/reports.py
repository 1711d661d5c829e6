"""How long a weekly report takes and how much memory, beside a bare SELECT of the same rows.

Each size is measured a few times, in turn with the other and each time in a process of its own;
of a figure the least counts, as another program's work is no part of it.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.long_log import LAST, OWNERS, write
from tracker.reporting import (
    WeeklyReport,
    as_csv,
    as_html,
    as_json,
    as_markdown,
    keep,
    weekly,
)
from tracker.settings import Person, Report, Settings
from tracker.storage import open_store

SIZES = (25_000, 50_000)
TIMES = 5
MOST_TIMES, MOST_GROWTH, MOST_MEMORY = 20, 2.2, 300
WEEK = "2026-W46"
PERSONS = [(place, name) for place, name in enumerate(OWNERS) if name.startswith("@person")]
FORMS = {"markdown": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}
BARE = (
    "SELECT id, incident_id, title, status, kind, owner, priority, due FROM items",
    "SELECT id, title, severity, created_at FROM incidents",
    "SELECT incident_id, item_id, field, old, new, at, origin, who FROM changes ORDER BY id",
)


def main() -> None:
    """Print the figures of a report of 250,000 and of 500,000 changes."""
    if len(sys.argv) > 1:
        measure = {"report": measured, "forms": rendering, "keep": keeping}[sys.argv[2]]
        print(json.dumps(measure(Path(sys.argv[1]))))
        return
    print(f"weekly report: CPU seconds and MB, the least of {TIMES} processes a size")
    runs: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.db" for size in SIZES}
        for size, path in paths.items():
            write(path, size)
        for size in SIZES * TIMES:
            runs[size].append(_in_a_process("report", paths[size]))
        found = {size: _least(some) for size, some in runs.items()}
        for size, path in paths.items():
            _print(size, found[size] | _in_a_process("forms", path), _in_a_process("keep", path))
    growth = found[SIZES[1]]["all"] / found[SIZES[0]]["all"]
    print(f"twice the items take {growth:.2f} times as long (at most {MOST_GROWTH})")


def _least(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: min(one[name] for one in runs) for name in runs[0]}


def _in_a_process(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reports", str(path), what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _print(size: int, one: dict[str, float], kept: dict[str, float]) -> None:
    times = one["all"] / one["select"]
    print(
        f"  {size:>7,} items, {10 * size:>9,} changes: bare SELECT {one['select']:.2f} s, "
        f"report {one['all']:.2f} s ({times:.1f} times, at most {MOST_TIMES}), "
        f"{one['memory']:.0f} MB (at most {MOST_MEMORY}; {one['empty']:.0f} before it)"
    )
    parts = ", ".join(f"{name} {one[name]:.2f} s" for name in ("gather", *FORMS))
    print(f"          {parts}")
    print(
        f"          as the worker keeps it, in all formats: {kept['keep']:.2f} s, "
        f"{kept['memory']:.0f} MB (at most {MOST_MEMORY})"
    )


def measured(path: Path) -> dict[str, float]:
    """Return seconds and MB of one report, and of a bare SELECT before and after it."""
    found = {"select": _bare(path), "empty": _memory()}
    begun = process_time()
    report = _report(path)
    found["gather"] = process_time() - begun
    as_markdown(report)
    found["all"] = process_time() - begun
    found["memory"] = _memory()
    found["select"] = min(found["select"], _bare(path))
    return found


def rendering(path: Path) -> dict[str, float]:
    """Return the seconds of each format."""
    report = _report(path)
    found: dict[str, float] = {}
    for name, render in FORMS.items():
        begun = process_time()
        render(report)
        found[name] = process_time() - begun
    return found


def _report(path: Path) -> WeeklyReport:
    store = open_store(f"sqlite:///{path}")
    with store.reading() as work:
        report = weekly(work, WEEK, _settings(), LAST)
    store.close()
    return report


def keeping(path: Path) -> dict[str, float]:
    """Return seconds and MB of the report as the worker makes it once, in all formats."""
    store = open_store(f"sqlite:///{path}")
    begun = process_time()
    keep(store, _settings(), LAST, WEEK)
    found = {"keep": process_time() - begun, "memory": _memory()}
    store.close()
    return found


def _settings() -> Settings:
    people = {name: Person(github=name[1:], team=f"@team-{place % 20}") for place, name in PERSONS}
    return Settings(report=Report(timezone="Europe/Berlin"), people=people)


def _bare(path: Path) -> float:
    """Return how long the database takes to hand out the same rows, and nothing else."""
    begun = process_time()
    with sqlite3.connect(path) as connection:
        for query in BARE:
            for _row in connection.execute(query):
                pass
    connection.close()
    return process_time() - begun


def _memory() -> float:
    """Return the most memory that this process ever had, in MB."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
