"""[policy]: how many days an item may take, and until when it must have an owner.

The days at hand where [policy] names none are published practice; docs/policies.md has the sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tracker.domain.priorities import rank_of
from tracker.domain.severities import WORDS, level_of
from tracker.domain.workdays import Workdays, days_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from tracker.domain.incidents import Facts
    from tracker.domain.items import ActionItem

LONGEST = 3650  # days: ten years
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _possible(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= LONGEST:
        raise ValueError(f"{value} days cannot be; write 0 to {LONGEST}")
    return value


def _once(value: tuple[str, ...], meant: Iterable[object]) -> tuple[str, ...]:
    seen: dict[object, str] = {}
    for word, one in zip(value, meant, strict=True):
        if one in seen:
            raise ValueError(f"{seen[one]!r} and {word!r} are the same, named twice; drop one")
        seen[one] = word
    return value


def _holiday(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{value!s:.40} is no date; write one such as 2026-12-25") from error


def _meets(wanted: frozenset[object], found: object) -> bool:
    return not wanted or found in wanted


def _covers(wide: frozenset[object], narrow: frozenset[object]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _written(moment: str | None) -> date | None:
    """Return the day of a moment as it was written, None where that is none."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


class _Section(BaseModel):
    """What all parts share: unknown names are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Section):
    """[[policy.rule]]: which items, and how many days these have; what is absent matches all."""

    severity: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    days: int = Field(strict=True)
    assign_days: int | None = Field(default=None, strict=True)

    @field_validator("severity", "priority", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("severity")
    @classmethod
    def _severities(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = [level_of(one) for one in value]
        unknown = next((one for one, level in zip(value, known, strict=True) if not level), None)
        if unknown is not None:
            raise ValueError(
                f"{unknown!r} is no severity; write SEV0 to SEV9, or one of {', '.join(WORDS)}"
            )
        return _once(value, known)

    @field_validator("priority")
    @classmethod
    def _priorities(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = [rank_of(one) for one in value]
        unknown = next((one for one, rank in zip(value, known, strict=True) if rank is None), None)
        if unknown is not None:
            raise ValueError(
                f"{unknown!r} is no priority; write P0 to P4, or a word such as Highest or Low"
            )
        return _once(value, known)

    @field_validator("days", "assign_days")
    @classmethod
    def _possible(cls, value: int | None) -> int | None:
        return _possible(value)

    def matches(self, severity: str | None, priority: str | None) -> bool:
        """Return whether an item of *priority*, of an incident of *severity*, is meant."""
        return _meets(self.levels, level_of(severity)) and _meets(self.ranks, rank_of(priority))

    @property
    def levels(self) -> frozenset[object]:
        """Return the severities that are meant; empty means all."""
        return frozenset(level_of(one) for one in self.severity)

    @property
    def ranks(self) -> frozenset[object]:
        """Return the priorities that are meant; empty means all."""
        return frozenset(rank_of(one) for one in self.priority)

    def hides(self, other: Rule) -> bool:
        """Return whether every item that *other* matches is matched by this one."""
        return _covers(self.levels, other.levels) and _covers(self.ranks, other.ranks)


PUBLISHED = (
    Rule(severity=("SEV0", "SEV1", "critical"), days=15),
    Rule(severity=("SEV2", "major"), days=30),
    Rule(priority=("P0", "P1"), days=28),
    Rule(days=56),
)


class Policy(_Section):
    """[policy]: rules of which the first that matches counts, and how days are counted."""

    rule: tuple[Rule, ...] = PUBLISHED
    assign_days: int | None = Field(default=None, strict=True)
    extension_approver: bool = False
    business_days: bool = False
    workdays: tuple[str, ...] = DAYS[:5]
    holidays: tuple[date, ...] = ()

    @field_validator("assign_days")
    @classmethod
    def _possible(cls, value: int | None) -> int | None:
        return _possible(value)

    @field_validator("workdays")
    @classmethod
    def _week(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        told = [one.strip().casefold() for one in value]
        unknown = next((one for one in value if one.strip().casefold() not in DAYS), None)
        if unknown is not None:
            raise ValueError(f"{unknown!r} is no day of the week; write some of {', '.join(DAYS)}")
        if not told:
            raise ValueError("name at least one day on which people work")
        return _once(tuple(told), told)

    @field_validator("holidays", mode="before")
    @classmethod
    def _dates(cls, value: Any) -> Any:
        return [_holiday(one) for one in value] if isinstance(value, list | tuple) else value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        for place, later in enumerate(self.rule):
            for before, earlier in enumerate(self.rule[:place]):
                if earlier.hides(later):
                    raise ValueError(
                        f"rule {place + 1} never matches, as rule {before + 1} takes all of it; "
                        "the first that matches wins, so put the narrower one before"
                    )
        self._assignable()
        only = {"workdays", "holidays"} & self.model_fields_set
        if only and not self.business_days:
            raise ValueError(f"{min(only)} counts only with business_days = true")
        return self

    def _assignable(self) -> None:
        """Raise ValueError where every item would need its owner after the day it is due."""
        for number, one in enumerate(self.rule, 1):
            if one.assign_days is not None and one.assign_days > one.days:
                raise ValueError(
                    f"rule {number} asks for an owner after {one.assign_days} days, and for the "
                    f"work after {one.days}; write assign_days of {one.days} or less"
                )
        longest = max((one.days for one in self.rule if one.assign_days is None), default=None)
        if longest is not None and self.assign_days is not None and self.assign_days > longest:
            raise ValueError(
                f"assign_days {self.assign_days} is more than any rule's days that it goes with, "
                f"so an owner would be asked for too late; write {longest} or less"
            )

    def rule_for(self, severity: str | None, priority: str | None) -> Rule | None:
        """Return the first rule that matches, None where none does."""
        return next((one for one in self.rule if one.matches(severity, priority)), None)

    @property
    def assigns(self) -> bool:
        """Return whether there are days at all after which an item needs an owner."""
        told = (self.assign_days, *(one.assign_days for one in self.rule))
        return any(one is not None for one in told)

    def days_to_assign(self, rule: Rule | None) -> int | None:
        """Return after how many days an item under *rule* needs an owner; None where never."""
        told = rule.assign_days if rule else None
        return self.assign_days if told is None else told

    def after(self, day: date, count: int) -> date | None:
        """Return the day that lies *count* days after another, as this policy counts them."""
        if not self.business_days:
            return days_after(day, count)
        week = frozenset(DAYS.index(one) for one in self.workdays)
        return Workdays(week, frozenset(self.holidays)).after(day, count)


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy, and the zone in which its days begin."""

    policy: Policy
    zone: ZoneInfo

    def due(self, item: ActionItem, facts: Facts) -> date | None:
        """Return by when an item must be done: counted from the incident's end, else acceptance."""
        rule = self.policy.rule_for(facts.severity, item.priority)
        begin = _written(facts.ended_at) or self._accepted(item)
        return self.policy.after(begin, rule.days) if rule and begin else None

    def assign_by(self, item: ActionItem, facts: Facts) -> date | None:
        """Return by when an item must have an owner: counted from its acceptance.

        That is the day it is due at the latest, unless it was overdue when it was accepted.
        """
        rule = self.policy.rule_for(facts.severity, item.priority)
        days = self.policy.days_to_assign(rule)
        begin = self._accepted(item)
        day = self.policy.after(begin, days) if days is not None and begin else None
        due = item.due or self.due(item, facts)
        return min(day, due) if day and due and begin and due >= begin else day

    def _accepted(self, item: ActionItem) -> date | None:
        return item.accepted_at.astimezone(self.zone).date() if item.accepted_at else None
