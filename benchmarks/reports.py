"""How long a weekly report takes and how much memory, beside a bare SELECT of the same rows."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.long_log import LAST, OWNERS, write
from tracker.reporting import as_csv, as_html, as_json, as_markdown, weekly
from tracker.settings import Person, Report, Settings
from tracker.storage import open_store

SIZES = (25_000, 50_000)
MOST_TIMES, MOST_GROWTH, MOST_MEMORY = 20, 2.2, 300
WEEK = "2026-W46"
PERSONS = [(place, name) for place, name in enumerate(OWNERS) if name.startswith("@person")]
BARE = (
    "SELECT id, incident_id, title, status, kind, owner, priority, due FROM items",
    "SELECT id, title, severity, created_at FROM incidents",
    "SELECT incident_id, item_id, field, old, new, at, origin, who FROM changes ORDER BY id",
)


def main() -> None:
    """Print the figures of a report of 250,000 and of 500,000 changes."""
    if len(sys.argv) > 1:
        print(json.dumps(measured(Path(sys.argv[1]))))
        return
    print("weekly report: seconds and MB, each size in a process of its own")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.db"
            write(path, size)
            found.append(_in_a_process(path))
            _print(size, found[-1])
    growth = found[1]["all"] / found[0]["all"]
    print(f"twice the items take {growth:.2f} times as long (at most {MOST_GROWTH})")


def _in_a_process(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reports", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _print(size: int, one: dict[str, float]) -> None:
    times = one["all"] / one["select"]
    print(
        f"  {size:>7,} items, {10 * size:>9,} changes: bare SELECT {one['select']:.2f} s, "
        f"report {one['all']:.2f} s ({times:.1f} times, at most {MOST_TIMES}), "
        f"{one['memory']:.0f} MB (at most {MOST_MEMORY}; {one['empty']:.0f} before it)"
    )
    parts = ("gather", "markdown", "html", "json", "csv")
    print("          " + ", ".join(f"{name} {one[name]:.2f} s" for name in parts))


def measured(path: Path) -> dict[str, float]:
    """Return seconds and MB of one report in all its formats."""
    found = {"select": _bare(path), "empty": _memory()}
    store = open_store(f"sqlite:///{path}")
    people = {name: Person(github=name[1:], team=f"@team-{place % 20}") for place, name in PERSONS}
    settings = Settings(report=Report(timezone="Europe/Berlin"), people=people)
    begun = process_time()
    with store.reading() as work:
        report = weekly(work, WEEK, settings, LAST)
    found["gather"] = process_time() - begun
    found["memory"] = _memory()
    for name, render in (
        ("markdown", as_markdown), ("html", as_html), ("json", as_json), ("csv", as_csv)
    ):  # fmt: skip
        since = process_time()
        render(report)
        found[name] = process_time() - since
        found[f"{name} memory"] = _memory()
    found["all"] = found["gather"] + found["markdown"]
    store.close()
    return found


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
