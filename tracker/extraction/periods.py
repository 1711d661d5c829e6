"""When the incident began, was noticed and ended, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.extraction.calendars import Calendar, Story, calendar
from tracker.extraction.durations import opening_minutes, stated_minutes
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import spoken
from tracker.extraction.sentences import sentences
from tracker.extraction.timeline import Told, tell
from tracker.extraction.times import Period, periods, stamps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.extraction.phrases import Cue
    from tracker.extraction.times import Stamp

BEGAN = spoken(
    """
    (?:outage|incident|interruption|downtime) (?:begins?|began|starts?|started)
    (?:start|beginning) of (?:the )?(?:outage|incident)
    (?:is|goes|went|was) (?:hard )?(?:down|offline); stop(?:s|ped) responding
    """
)
OUTAGE_OVER = spoken("outage (?:ends?|ended|over); end of (?:the )?outage", needs="outage")
# as in "is now", "was", "back"
NOW = "(?:is|are|was|were|be|now|started|resumed|back|and)(?: now)?"
OVER = spoken(
    rf"""
    resolved; restored; back (?:online|to normal|up); fully recover\w*; restoration
    (?:is|was|were) (?:fully )?recovered; end of (?:the )?(?:outage|incident)
    (?:outage|incident|interruption) (?:ends?|ended|closed|(?:is|was) over)
    normal operations?; operations normal
    resolution; normali[sz]ad\w*; restabelec\w*; resolvid\w*; restaurad\w*; résolu\w*
    rétabli\w*
    returns? to normal; returned to normal; monitoring normal; solved; permanently fixed
    (?:is|was|were|verified|back|fully|service|services|systems?) operational; to an end
    (?<!not )(?:working|running|functioning|operating) (?:as (?:intended|expected|normal)|again)
    {NOW} (?:running|working|functioning) (?:normally|properly|correctly|fine|well|smoothly)
    confirmed working; all[- ]clear; regain(?:s|ed); back to (?:normal|life|service|work)
    return(?:s|ed|ing)? (?:back )?to (?:normal|being active|service|its normal)
    [a-z]+ (?:is|was|are|were) (?:all )?back(?! (?:in|on|and|to))
    fix(?:es)? works; (?:goes|went) away; fully functional; back in operation; function normally
    """
)
NOTICED = spoken(
    """
    detect\\w*; alert\\w*; alarms?; notic\\w*; report\\w*; complain\\w*; noted; paged; paging
    notified
    pagers?; pagerduty; page (?:fire[ds]|received|to on-?call|(?:goes|went) (?:out|off))
    pages (?:the |an? |our )?(?:on-?call|engineers?|sres?|team|owner); (?:gets?|got) a page
    (?:opened|raised|filed|submitted) (?:an? |several )?(?:support )?tickets?
    notif\\w*; discover\\w*; pingdom; recogni[sz]e[sd]?; reached out; flagged
    contacted (?:us|support|customer|our|the (?:support|help)); user rings; e-?mail was received
    user seeing
    (?:posts?|posted|opens?|files?) (?:an? )?(?:new )?issue
    receiv\\w* (?:an? |another )?(?:e-?mail|warning|complaint|notice|call)
    """
)
FIRST_NOTICED = spoken(
    "(?:was|were) (?:first |initially )?(?:detected|noticed|reported|discovered)"
)
# a length of time is the incident's own only where the sentence speaks of it
LASTED = spoken(
    """
    last(?:ed|ing)?; outage; downtime; down; unavailable; offline; unable; interrupt\\w*; incident
    degraded; disrupt\\w*; inaccessible; effect; could not; period of; failed
    durante; pendant; durou; duró
    """
)
# a sentence of the summary that says when it was over
ENDED = spoken(
    """
    (?:outage|incident|interruption|downtime|disruption) (?:is|was) (?:finally |fully )?over
    (?:outage|incident|interruption|downtime|disruption) (?:ended|was (?:resolved|closed))
    [a-z]+ (?:was|were) back(?! (?:in|on|and|to))
    (?:service|services|operations?) (?:was|were) (?:fully )?restored
    """
)
# a length that is only a bound, and a start that nobody knows
BOUNDED = spoken("at (?:maximum|most)(?! of); unknown length; of unknown duration")
UNKNOWN_START = spoken(
    """
    (?:start|beginning)(?: time)? (?:is|was|remains) (?:not (?:fully |exactly |yet )?known|unknown)
    unknown (?:start|beginning)(?: time)?
    """,
    needs="known",
)
# what the last step of a timeline says where all is well again
GOOD = spoken(
    """
    success\\w*; gone; now; again; back; fixed; working; works; restored; resolved; corrected
    (?:comes?|came|is|are|were|was) up
    solved; stable; normal(?:ly)?; deployed; loaded; loads; reloaded; completed?; recovered
    closed; confirmed; verified; reverted; online; active; healthy; accessible; operational
    running; over; éxito; sucesso; erfolgreich; rétabli\\w*; estável; estable
    """
)
BRIEF = 6  # words of a field's value
NEAR = 40  # characters between "was over" and its time
MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=62)  # of a timeline of days; a longer one tells of the background
BACKGROUND = timedelta(days=2)  # before the day in the title; earlier steps led up to it


@dataclass(frozen=True, slots=True)
class Span:
    """When it was, in ISO 8601; None where the document does not say."""

    started: str | None = None
    ended: str | None = None
    detected: str | None = None
    minutes: int | None = None
    zone: str | None = None
    clash: bool = False  # its end came before its start, which is therefore left out


def span(story: Story) -> Span:
    """Return when the incident was: by its fields, else its summary, else its timeline."""
    sums = story.sums
    known = calendar(story)
    dated = story.labelled(Role.DATE)
    period = next((found[0] for text in (*dated, *sums) if (found := periods(text))), None)
    if period and period.start.zone:
        known = replace(known, zone=period.start.zone)
    timeline = tell(story.steps, known.day, known.year, known.zone)
    began, ended, minutes = _stated(story, sums, known, period)
    noticed = _detected(story, sums, known, timeline)
    detected, zone = _iso(noticed), _zone_name(period, timeline, known)
    end = (
        ended
        or _marked(reversed(timeline), OUTAGE_OVER)
        or _marked(reversed(timeline), OVER)
        or _told_over(sums, known)
        or _last_good(timeline)
    )
    clash = bool(began and end and _elapsed(began, end) < timedelta(0))
    if clash:
        began = None  # a field and the timeline contradict each other
    start = began or _began(timeline, known)
    if not isinstance(start, datetime) and isinstance(noticed, datetime):
        start = start if _told_before(noticed, sums, known) else noticed
    if began and not end and minutes is not None:
        end = began + minutes * MINUTE
    if not began and any(UNKNOWN_START.search(text) for text in sums):
        return Span(None, _iso(end), detected, minutes, zone, clash)
    if minutes is None:
        minutes = _length(start, end) if start or end else _unplaced(story)
    if minutes is None:
        minutes = _opened(sums)
    if not start and not any(step.day for step in story.steps):
        start = known.day
    at = [told.at for told in timeline]
    if not start and not end and len(at) > 1 and _day(at[-1]) - _day(at[0]) < LONGEST:
        return _in_days(timeline, minutes, zone)
    return Span(_iso(start), _iso(end), detected, minutes, zone, clash)


def _in_days(timeline: list[Told], minutes: int | None, zone: str | None) -> Span:
    """Return when it was by a timeline that tells days only."""
    noticed = next((one.at for one in timeline if NOTICED.search(one.step.words)), None)
    return Span(_iso(timeline[0].at), _iso(timeline[-1].at), _iso(noticed), minutes, zone)


def _stated(
    story: Story, sums: list[str], known: Calendar, period: Period | None
) -> tuple[datetime | None, datetime | None, int | None]:
    """Return start, end and length as fields and summary state them.

    The exact times of one field say the length better than a rounded figure does.
    """
    began, ended = _fields(story, known)
    exact = _length(began, ended)
    if period and exact is None:
        began, ended = _bounds(period, known)
        exact = _length(began, ended)
        exact = period.minutes if exact is None else exact
    return began, ended, _lasted(story, sums) if exact is None else exact


def _fields(story: Story, known: Calendar) -> tuple[datetime | None, datetime | None]:
    """Return start and end of their fields; an end without a day may be past midnight."""
    start, end = _labelled(story, Role.START)[:1], _labelled(story, Role.END)[-1:]
    began = known.moment(start[0]) if start else None
    ended = known.moment(end[0]) if end else None
    if began and ended and not end[0].day and _elapsed(began, ended) < timedelta(0):
        ended += timedelta(days=1)
    return began, ended


def _labelled(story: Story, role: Role) -> list[Stamp]:
    """Return the first time of each field of *role* that has one."""
    return [
        stamp
        for label in story.labels
        if label.role is role and label.within is not Role.TIMELINE
        for stamp in stamps(label.value)[:1]
    ]


def _first(values: Iterable[str], known: Calendar) -> datetime | None:
    """Return the first time in the first of *values* that has one."""
    found = next((stamp for value in values for stamp in stamps(value)[:1]), None)
    return known.moment(found) if found else None


def _bounds(period: Period, known: Calendar) -> tuple[datetime | None, datetime | None]:
    began, ended = known.moment(period.start), known.moment(period.end)
    if began and ended and _elapsed(began, ended) < timedelta(0) and ended.date() == began.date():
        ended += timedelta(days=1)
    return began, ended


def _told_over(sums: list[str], known: Calendar) -> datetime | None:
    """Return when a sentence says that it was over."""
    for text in sums:
        for over in ENDED.finditer(text):
            at = next(iter(stamps(text[over.end() : over.end() + NEAR])), None)
            if at and (moment := known.moment(at)):
                return moment
    return None


def _told_noticed(sums: list[str], known: Calendar) -> datetime | None:
    """Return when a sentence says that it was first noticed."""
    for text in sums:
        for noticed in FIRST_NOTICED.finditer(text):
            at = next(iter(stamps(text[noticed.end() : noticed.end() + NEAR])), None)
            if at and (moment := known.moment(at)):
                return moment
    return None


def _told_before(noticed: datetime, sums: list[str], known: Calendar) -> bool:
    """Return whether anything is told of an earlier time, so that it had begun before."""
    told = (known.moment(stamp) for text in sums for stamp in stamps(text))
    return any(at and _elapsed(at, noticed) > timedelta(0) for at in told)


def _opened(sums: list[str]) -> int | None:
    """Return the length that a sentence starts with: "For 95 minutes ..."."""
    told = (opening_minutes(sentence) for text in sums for sentence in sentences(text))
    return next((minutes for minutes in told if minutes is not None), None)


def _marked(timeline: Iterable[Told], cue: Cue) -> datetime | None:
    """Return the time of the first step that says so."""
    for told in timeline:
        if isinstance(told.at, datetime) and cue.search(told.step.words):
            return told.at
    return None


def _began(timeline: list[Told], known: Calendar) -> date | None:
    """Return when a step says it began, else the first step that is no background."""
    if not any(isinstance(told.at, datetime) for told in timeline):
        return None
    if began := _marked(timeline[: (len(timeline) + 1) // 2], BEGAN):
        return began
    told = [one.at for one in timeline if "hh:" not in (one.step.entry.at or "").lower()]
    near = [at for at in told if known.titled and _day(at) >= known.titled - BACKGROUND]
    return (near or told)[0]


def _last_good(timeline: list[Told]) -> datetime | None:
    """Return the time of the last step, if it tells of success."""
    last = timeline[-1] if len(timeline) > 1 else None
    if last is None or not isinstance(last.at, datetime):
        return None
    return last.at if GOOD.search(last.step.words) else None


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _unplaced(story: Story) -> int | None:
    """Return the length of the only timeline where its day is not known."""
    clocks = [step.stamp for step in story.steps if step.stamp]
    titles = {chapter.line for chapter in story.chapters if chapter.role is Role.TIMELINE}
    if len(titles) > 1 or not clocks:
        return None
    return Period(clocks[0], clocks[-1]).minutes


def _lasted(story: Story, sums: list[str]) -> int | None:
    """Return the length that a field or a sentence about the outage states."""
    below = [text for text in story.told(Role.DURATION) if len(text.split()) <= BRIEF]
    for value in [*story.labelled(Role.DURATION), *below]:
        if (minutes := stated_minutes(value)) is not None:
            return minutes
    for text in sums:
        for sentence in sentences(text):
            if not LASTED.search(sentence) or BOUNDED.search(sentence):
                continue
            if (minutes := stated_minutes(sentence)) is not None:
                return minutes
    return None


def _detected(story: Story, sums: list[str], known: Calendar, timeline: list[Told]) -> date | None:
    """Return when it was first noticed: by a field, by the timeline, by its section."""
    values = (
        label.value
        for label in story.labels
        if label.role in {Role.DETECTED, Role.DETECTION}
        or (label.role is Role.START and label.within is Role.TIMELINE)
    )
    found = _first(values, known)
    if found:
        return found
    noticed = None
    if any(isinstance(told.at, datetime) for told in timeline):
        noticed = next((told.at for told in timeline if NOTICED.search(told.step.words)), None)
    noticed = noticed or _first(story.told(Role.DETECTION), known) or _told_noticed(sums, known)
    return noticed or _told_noticed(story.told(Role.TIMELINE), known)


def _length(began: date | None, ended: date | None) -> int | None:
    if not isinstance(began, datetime) or not isinstance(ended, datetime):
        return None
    minutes = _elapsed(began, ended) // MINUTE
    return minutes if minutes >= 0 else None


def _elapsed(began: datetime, ended: datetime) -> timedelta:
    """Return the time between both, as they are written where only one has a zone."""
    if (began.tzinfo is None) is not (ended.tzinfo is None):
        began, ended = began.replace(tzinfo=None), ended.replace(tzinfo=None)
    return ended - began


def _iso(at: date | None) -> str | None:
    return at.isoformat() if at else None


def _zone_name(period: Period | None, timeline: list[Told], known: Calendar) -> str | None:
    own = (told.step.stamp.zone for told in timeline if told.step.stamp)
    written = next((zone for zone in own if zone), None)
    zone = (period.start.zone if period else None) or written or known.zone
    return zone.name if zone else None
