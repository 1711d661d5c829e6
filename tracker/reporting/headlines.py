"""The few figures by which a week is known in a list, a mail's first lines, a chat."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tracker.counting.figures import FEWEST, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reporting.report import WeeklyReport


@dataclass(frozen=True, slots=True)
class Headlines:
    """A week's figures; those that end in *_before* are of a week ago."""

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
            f"Open: {self.open} ({_changed(self.open - self.open_before)})",
            f"{late}, {self.newly_overdue} newly",
            f"Without a due date: {self.undated}; without an owner: {self.unowned}",
            f"This week: {self.came} came, {self.done} done, {self.otherwise} otherwise closed",
            kept + (f" ({self.on_time}%)" if self.on_time is not None else ""),
            f"Incidents fully remediated: {self.remediated}",
        )

    @property
    def told(self) -> dict[str, int]:
        """Return the figures by name."""
        return asdict(self)


def headlines_from(told: Mapping[str, Any]) -> Headlines:
    """Return the figures that were stored by name."""
    return Headlines(**told)


def headlines_of(report: WeeklyReport) -> Headlines:
    """Return a report's headline figures."""
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
    )


def _changed(value: int) -> str:
    return f"{value:+} since the week before" if value else "as the week before"
