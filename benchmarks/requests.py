"""How many requests syncing costs, counted at the doors of both sandbox trackers.

Beside it stands what other open systems send for the same, counted from their source code (what
they are and where it stands: docs/sync.md). Each figure of ours is measured in this run.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.sync.bench import WORDS, Bench
from tests.sync.places import PLACES, SECRETS, Shown
from tests.sync.test_governor_in_virtual_time import LEAST, filing
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

LINKS, CHANGES, NEW, ENDED = 300, 200, 110, 40
SETTLING = 4.1  # seconds: the bench's overlap, what times are told in, and a bit
GONE = "-"
Costs = tuple[str, str, str, str]


@dataclass(frozen=True)
class Row:
    """One operation: what the others send on GitHub and on Jira, and what our budget is."""

    name: str
    github: Costs
    jira: Costs
    budget: Callable[[str], int]


def rows() -> list[Row]:
    """Return the operations; others: Sync2Jira, git-bug, gh-jira-issue-sync, beads/terraform."""
    many, k, n, c = LINKS, CHANGES, NEW, ENDED
    lost = ("duplicate",) * 4
    return [
        Row(
            f"idle cycle, {many} links",
            (f">={many // 30 + 2 * many}", "1", "1", f"1/{many}"),
            (f"{5 * many}", "2", "1", GONE),
            lambda _: 1,
        ),
        Row(
            f"daily verify, {many} links",
            (f">={many // 30 + 2 * many}", "full import", "1", f"{many}"),
            (f"{5 * many}", "full import", "1", GONE),
            lambda _: ceil(many / 100),
        ),
        Row(
            f"{k} changes over there",
            (f"{k}-{9 * k}", f"{ceil(k / 40)}", f"{ceil(k / 100) + k}", GONE),
            (GONE, f"{1 + ceil(k / 10) + 2 * k}", GONE, GONE),
            lambda _: ceil(k / 100),
        ),
        Row(
            f"{n} new issues",
            (GONE, f"{1 + n}", GONE, f"{n}/{2 * n}"),
            (f"{10 * n}", f"{1 + n}", f"{2 * n}", f"{n}"),
            lambda provider: n if provider == "github" else ceil(n / 50),
        ),
        Row(
            f"{c} items closed",
            (GONE, f"{c}", GONE, f"{2 * c}-{3 * c}"),
            (f"{8 * c}", f"{2 * c}", GONE, f"{2 * c}"),
            lambda _: c,
        ),
        Row(
            f"{c} items edited",
            (GONE, f">={c}", GONE, f"{2 * c}"),
            (f"{7 * c}", f">={c}", f"{2 * c}", f"{2 * c}"),
            lambda _: c,
        ),
        Row("a lost answer found again", lost, lost, lambda _: 0),
    ]


def main() -> None:
    """Print both tables, and how long filing takes within GitHub's limits."""
    for provider in PLACES:
        told(provider, measured(provider))
        print()
    print("Besides, each cycle that does something reads once: 1 request.")
    governed()


def told(provider: str, ours: list[int]) -> None:
    """Print what each operation costs in one tracker."""
    heads = ("Sync2Jira", "git-bug", "gh-jira-sync", "beads/terraform")
    print(f"{'requests, ' + provider:28}{'ours':>8}{'budget':>8}", *(f"{one:>16}" for one in heads))
    for row, figure in zip(rows(), ours, strict=True):
        budget = row.budget(provider)
        others = row.github if provider == "github" else row.jira
        print(f"{row.name:28}{figure:>8}{budget:>8}", *(f"{one:>16}" for one in others))
        assert figure <= budget, f"{row.name} costs more than its budget"


def measured(provider: str) -> list[int]:
    """Return what each operation costs, in the order of the rows."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        for variable, value in SECRETS.items():
            patch.setenv(variable, value)
        folder = Path(name)
        url = f"sqlite:///{folder / 'amends.db'}"
        open_store(url).close()
        bench = Bench(folder, url, [PLACES[provider](folder)])
        try:
            return costs(bench)
        finally:
            bench.close()
            bench.places[0].stop()


def costs(bench: Bench) -> list[int]:
    """Do everything once, and count it; what is written is counted without the reading before."""
    bench.take_in_many(LINKS)
    bench.sync()
    bench.edit(bench.items[-1], status="done")  # a Jira's ways are learned once
    found = [cost(bench, lambda: None), cost(bench, bench.let_a_day_pass) - 1]
    found.append(cost(bench, lambda: rename(bench)))
    found.append(cost(bench, lambda: bench.take_in_many(NEW, "more.md")) - 1)
    found.append(cost(bench, lambda: change(bench, status="done")) - 1)
    found.append(cost(bench, lambda: change(bench, title="Another title")) - 1)
    found.append(cost(bench, lambda: lose(bench)) - 1)
    return found


def cost(bench: Bench, act: Callable[[], None]) -> int:
    """Return how many requests a cycle sends after something was done, when all else rests."""
    bench.cycles()
    bench.wait(SETTLING)
    bench.sync()
    act()
    bench.places[0].proxy.forget()
    bench.sync()
    return bench.places[0].proxy.requests


def rename(bench: Bench) -> None:
    """Give issues another title over there."""
    for one in bench.links[:CHANGES]:
        known = (str(one.remote_id), str(one.remote_key))
        shown = Shown(*known, "", "open", "", owner=None, due=None, labels=(), priority=None)
        bench.places[0].change(shown, title=f"Theirs {random.random()}")  # noqa: S311  no secret


def change(bench: Bench, **values: str) -> None:
    """Change open items here."""
    there = [item for item in bench.items if item.status.value == "open"]
    for item in there[:ENDED]:
        bench.edit(item, **values)


def lose(bench: Bench) -> None:
    """Let the answer to one creation be lost; the cycle after it is what counts."""
    place = bench.places[0]
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.take_in(f"{WORDS[0]} once more | | | ", name="lost.md")
    bench.sync()


def governed() -> None:
    """Print how long 2,000 items take in virtual time, as GitHub's documented limits are held."""
    world, workers = filing(0, 2000)
    whole = world.github.created[-1] - world.github.created[0]
    slowest = max(wait for worker in workers for wait in worker.waits)
    print(
        f"Filing 2,000 items on GitHub, in virtual time: {whole / 3600:.2f} h, "
        f"{whole / LEAST:.3f} of the least that 80 a minute and 500 an hour allow; "
        f"{len(world.github.forbidden)} refused; edits meanwhile waited {slowest:.0f} s at most."
    )


if __name__ == "__main__":
    main()
