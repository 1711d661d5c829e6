"""When digests go out next, and why none do until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.domain.schedules import first_shown

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.reminders import Reminders
    from tracker.settings import Settings

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The digests that go out next: of which *day*, and from when; None where none ever do.

    *why_not*: why today nothing more is sent.
    """

    day: date
    next_at: datetime | None
    why_not: str | None

    @property
    def sentence(self) -> str:
        """Return it for people."""
        if self.next_at is None:
            return f"Nothing is sent: {self.why_not}."
        when = f"{self.next_at:%a %Y-%m-%d %H:%M} ({self.next_at.tzinfo})"
        if self.why_not is None:
            return f"Digests go out from {when}."
        return f"Nothing more is sent today: {self.why_not}. The next digests go out {when}."


def day_to_remind(settings: Settings, moment: datetime) -> date | None:
    """Return the day whose digests may be sent at *moment*, or None where nobody is disturbed."""
    today = moment.astimezone(settings.report.zone).date()
    if settings.reminders.channel is None or settings.reminders.is_quiet_on(today):
        return None
    begin, end = _hours(settings, today)
    return today if begin <= moment < end else None


def outlook(settings: Settings, moment: datetime, *, counted: bool) -> Outlook:
    """Return when digests go out next; *counted*: today's have been, so nobody gets another."""
    zone = settings.report.zone
    today = moment.astimezone(zone).date()
    if settings.reminders.channel is None:
        return Outlook(today, None, "[reminders] names no channel in amends.toml")
    why_not = _why_not(settings, moment, today, counted=counted)
    day = today
    if why_not:
        day += DAY
        while settings.reminders.is_quiet_on(day):
            day += DAY
    begin = _hours(settings, day)[0].astimezone(zone)
    return Outlook(day, begin, why_not)


def _why_not(settings: Settings, moment: datetime, today: date, *, counted: bool) -> str | None:
    reminders = settings.reminders
    if reminders.is_quiet_on(today):
        return _quiet(reminders, today)
    if moment >= _hours(settings, today)[1]:
        return f"it is past {reminders.quiet_from} ([reminders] quiet_from)"
    return "today's digests went out, and nobody gets two a day" if counted else None


def _quiet(reminders: Reminders, today: date) -> str:
    if today in reminders.holidays:
        return f"{today} is a holiday ([reminders] holidays)"
    return f"{today:%a} is no day for reminders ([reminders] days)"


def _hours(settings: Settings, day: date) -> tuple[datetime, datetime]:
    """Return from when until when somebody may be reminded on a day."""
    reminders, zone = settings.reminders, settings.report.zone
    return first_shown(day, reminders.begin, zone), first_shown(day, reminders.end, zone)
