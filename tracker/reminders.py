"""[reminders]: who hears of a promise when, and when nobody is disturbed."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tracker.domain.reminders import Policy
from tracker.domain.schedules import DAYS

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Reminders(BaseModel):
    """[reminders]: without a channel, nobody is reminded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: str | None = None
    at: str = "09:00"
    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")
    holidays: tuple[date, ...] = ()
    quiet_from: str = "18:00"
    days_before: int = Field(default=7, ge=0, le=366)
    team_after_days: int = Field(default=7, ge=1, le=3660)
    manager_after_days: int = Field(default=14, ge=1, le=3660)
    verify_after_days: int | None = Field(default=None, ge=0, le=3660)
    managers: dict[str, str] = Field(default_factory=dict)
    fallback: str | None = None

    @field_validator("at", "quiet_from")
    @classmethod
    def _clock(cls, value: str) -> str:
        if not CLOCK.fullmatch(value):
            raise ValueError(f"{value!r} is no time; write one such as 09:00")
        return value

    @field_validator("days")
    @classmethod
    def _some_day(cls, value: tuple[Day, ...]) -> tuple[Day, ...]:
        if not value:
            raise ValueError(
                "names no day, so nobody would ever be reminded; name some, or leave channel out"
            )
        return tuple(dict.fromkeys(value))

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.begin >= self.end:
            raise ValueError(f"quiet_from {self.quiet_from} must be later than at {self.at}")
        if self.manager_after_days < self.team_after_days:
            raise ValueError("manager_after_days must not be less than team_after_days")
        return self

    @property
    def begin(self) -> time:
        """Return from when on a day reminders are sent."""
        return time.fromisoformat(self.at)

    @property
    def end(self) -> time:
        """Return from when on nobody is disturbed any more."""
        return time.fromisoformat(self.quiet_from)

    @property
    def policy(self) -> Policy:
        """Return after how many days who hears."""
        return Policy(
            self.days_before,
            self.team_after_days,
            self.manager_after_days,
            self.verify_after_days,
        )

    def is_quiet_on(self, day: date) -> bool:
        """Return whether nobody is reminded on a day."""
        return DAYS[day.weekday()] not in self.days or day in self.holidays
