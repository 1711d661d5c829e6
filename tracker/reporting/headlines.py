"""The few figures by which a week is known in a list, a mail's first lines, a chat."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tracker.counting.figures import FEWEST, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.counting.health import Health
    from tracker.reporting.report import WeeklyReport


@dataclass(frozen=True, slots=True)
class Reached:
    """How well the trackers were reached when a report was made, in numbers (M17)."""

    fresh: int
    links: int
    lost: int
    unlinked: int
    conflicts: int
    unknown: int
    failed: int

    @property
    def line(self) -> str:
        """Return it as one sentence, which names what is wrong."""
        links = f"{self.fresh} of {self.links} links reconciled in the last 24 hours"
        links = links if self.links else "no item of the week had an issue in a tracker yet"
        wrong = (
            (self.lost, "issues gone or out of reach"),
            (self.unlinked, "open items without an issue"),
            (self.conflicts, "open conflicts"),
            (self.unknown, "writes of unknown fate"),
            (self.failed, "refused writes"),
        )
        told = [f"{many} {what}" for many, what in wrong if many]
        told = told or ["no open conflicts, no unknown and no failed writes"]
        return f"Data health when this was made: {'; '.join([links, *told])}"


@dataclass(frozen=True, slots=True)
class Headlines:
    """A week's figures; those that end in *_before* are of a week ago.

    *reached* is told where the report is of the running week or of the last one: no log keeps it.
    """

    open: int
    open_before: int
    overdue: int
    overdue_before: int
    undated: int
    undated_before: int
    unowned: int
    unowned_before: int
    came: int
    done: int
    otherwise: int
    met: int
    judged: int
    newly_overdue: int
    remediated: int
    reached: Reached | None = None

    @property
    def on_time(self) -> int | None:
        """Return the percentage kept on time in 13 weeks; None of fewer than five."""
        return percent(self.met, self.judged) if self.judged >= FEWEST else None

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the figures in a few plain lines, for a mail or a chat."""
        kept = f"Kept on time in 13 weeks: {self.met} of {self.judged}"
        late = f"Overdue: {self.overdue} ({_changed(self.overdue - self.overdue_before)})"
        return (
            *([self.reached.line] if self.reached else []),
            f"Open: {self.open} ({_changed(self.open - self.open_before)})",
            f"{late}, {self.newly_overdue} newly",
            f"Without a due date: {self.undated}; without an owner: {self.unowned}",
            f"This week: {self.came} came, {self.done} done, {self.otherwise} otherwise closed",
            kept + (f" ({self.on_time}%)" if self.on_time is not None else ""),
            f"Incidents fully remediated: {self.remediated}",
        )

    @property
    def told(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def headlines_from(told: Mapping[str, Any]) -> Headlines:
    """Return the figures that were stored by name."""
    reached = told.get("reached")
    return Headlines(**{**told, "reached": Reached(**reached) if reached else None})


def headlines_of(report: WeeklyReport, health: Health | None = None) -> Headlines:
    """Return a report's headline figures; *health* is that of the moment, where it tells none."""
    now, before, ledger = report.counts, report.counts_before, report.ledger
    quarter = report.on_time[0].quarter
    return Headlines(
        now.open.count,
        before.open.count,
        now.overdue.count,
        before.overdue.count,
        now.undated.count,
        before.undated.count,
        now.unowned.count,
        before.unowned.count,
        ledger.accepted.count + ledger.reopened.count + ledger.reinstated.count,
        ledger.done.count,
        ledger.wont_do.count + ledger.duplicate.count,
        quarter.met.count,
        quarter.judged,
        report.newly_overdue.count,
        len(report.remediated),
        _reached(report.health or health),
    )


def _reached(health: Health | None) -> Reached | None:
    if health is None:
        return None
    return Reached(
        fresh=health.fresh.count,
        links=health.fresh.count + health.stale.count,
        lost=health.lost.count,
        unlinked=health.unlinked.count,
        conflicts=health.conflicts.count,
        unknown=health.unknown.count,
        failed=health.failed.count,
    )


def _changed(value: int) -> str:
    return f"{value:+} since the week before" if value else "as the week before"
