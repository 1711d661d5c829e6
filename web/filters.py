"""How values are shown: dates in words, moments by distance, links only where they lead safely."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.domain.items import ACTIVE, ActionItem, Status
from web import context

if TYPE_CHECKING:
    from flask import Flask

STATUS_WORDS = {
    "proposed": "Proposed",
    "open": "Open",
    "in_progress": "In progress",
    "done": "Done",
    "verified": "Verified",
    "wont_do": "Won\u2019t do",
    "duplicate": "Duplicate",
}
ORIGINS = {
    "document": "from the document",
    "web": "on the dashboard",
    "cli": "on the command line",
    "api": "through the API",
    "github": "on GitHub",
    "jira": "in Jira",
    "policy": "by policy",
}
FIELD_WORDS = {
    "access": "who sees it",
    "due": "due date",
    "due_reason": "reason why its date moves",
    "due_approver": "approver of more time",
    "assign_by": "day to find an owner by",
    "review_by": "day to review it",
    "verify_by": "day to verify it by",
    "criterion": "acceptance criterion",
    "duplicate_of": "original",
    "in_document": "presence in the document",
    "block": "Amends\u2019 block in the issue",
    "state": "status",
    "root_cause": "root cause",
    "started_at": "start",
    "ended_at": "end",
}
DAYS = frozenset({"due", "assign_by", "review_by", "verify_by"})
PROVIDERS = {"github": "GitHub", "jira": "Jira"}
NEAR = 21
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
STEPS = ((60, "minute"), (3600, "hour"), (86400, "day"))


def day(value: date) -> str:
    """Return a day as people write it: 12 Nov 2026."""
    return f"{value.day} {value:%b} {value.year:04d}"


def distance(value: date, today: date) -> str:
    """Return how far off a day is, in words."""
    days = (value - today).days
    if days in {-1, 0, 1}:
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    count = _counted(abs(days)) if abs(days) < NEAR else _longer(abs(days))
    return f"in {count}" if days > 0 else f"{count} ago"


def late(value: date, today: date) -> str:
    """Return by how much an open promise is late."""
    days = (today - value).days
    return f"{_counted(days) if days < NEAR else _longer(days)} late"


def since(value: datetime, now: datetime) -> str:
    """Return how long ago a moment was, or how far ahead it lies."""
    seconds = (now - value).total_seconds()
    ahead = seconds < 0
    told = _span(abs(seconds))
    if told is None:
        return "just now"
    return f"in {told}" if ahead else f"{told} ago"


def duration(minutes: int) -> str:
    """Return a length of time in words."""
    parts = []
    rest = abs(minutes)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(_plural(count, word))
    return " ".join(parts[:2]) or "0 minutes"


def brief(minutes: int) -> str:
    """Return a length of time as narrow columns tell it: 11 h 30 min."""
    told = duration(minutes)
    for word, short in (("minutes", "min"), ("minute", "min"), ("hours", "h"), ("hour", "h")):
        told = told.replace(word, short)
    return told.replace(" days", " d").replace(" day", " d")


def told_moment(text: str) -> str:
    """Return an incident's moment, as exact as its document tells it."""
    try:
        if "T" not in text:
            return day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    offset = moment.strftime("%z")
    zone = (
        ""
        if not offset
        else "\u00a0UTC"
        if offset == "+0000"
        else f"\u00a0{offset[:3]}:{offset[3:5]}"
    )
    return f"{day(moment.date())}, {moment:%H:%M}{zone}"


def told_day(text: str) -> str:
    """Return the day of an incident's moment."""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def safe_url(url: str | None) -> str | None:
    """Return an address only where it leads to a web page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def status_word(value: Status | str | None) -> str:
    """Return a status as people say it."""
    return STATUS_WORDS.get(str(value), str(value))


def field_word(name: str) -> str:
    """Return a field's name as people say it."""
    plain = name.removeprefix("document ")
    word = FIELD_WORDS.get(plain, plain.replace("_", " "))
    return f"{word} in the document" if plain != name else word


def shown(value: object, field: str) -> str:
    """Return a field's value as people read it in a history or a conflict."""
    if value is None or value == "":
        return "nothing"
    text = str(value)
    if field in {"status", "state"}:
        return status_word(text)
    if field == "duplicate_of":
        return f"A-{text}" if text.isdigit() else text
    if field == "in_document":
        return {"True": "present", "False": "gone"}.get(text, text)
    if field.removeprefix("document ") in DAYS:
        return told_day(text)
    return text


def visible(text: str) -> str:
    """Return a text whose letters stand in the order in which they are stored.

    Signs that turn the direction of writing are shown instead of obeyed.
    """
    return TURNING.sub(lambda found: f"\u2329U+{ord(found[0]):04X}\u232a", text)


def plural(count: int, word: str) -> str:
    """Return a count with its word: 1 item, 2 items."""
    return _plural(count, word)


def is_late(item: ActionItem) -> bool:
    """Return whether an item is overdue today."""
    return item.is_overdue(context.today())


def is_active(item: ActionItem) -> bool:
    """Return whether an item is still to be done."""
    return item.status in ACTIVE


def exact(value: datetime) -> str:
    """Return a moment to the second, in the zone of the reports."""
    local = value.astimezone(context.desk().settings.report.zone)
    return f"{day(local.date())}, {local:%H:%M:%S %Z}"


def install(app: Flask, version: str) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(
        day=day,
        distance=lambda value: distance(value, context.today()),
        late=lambda value: late(value, context.today()),
        since=lambda value: since(value, context.now()),
        exact=exact,
        duration=duration,
        brief=brief,
        told_moment=told_moment,
        told_day=told_day,
        safe_url=safe_url,
        status_word=status_word,
        field_word=field_word,
        shown=shown,
        plural=plural,
        visible=visible,
        origin=lambda value: ORIGINS.get(str(value), str(value)),
        provider=lambda value: PROVIDERS.get(str(value), str(value)),
    )
    app.jinja_env.tests.update(
        late=is_late, active=is_active, past=lambda value: value < context.today()
    )
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["version"] = version
    app.context_processor(lambda: {"trouble": _trouble})


def _trouble() -> Any:
    """Return what hinders the sync now; asked only by pages that show the header's sign."""
    found = context.health()
    broken = [one.name for one in found.targets if one.report.get("error")]
    return {"count": found.failed + len(broken), "conflicts": found.conflicts}


def _counted(days: int) -> str:
    return _plural(days, "day")


def _longer(days: int) -> str:
    """Return weeks, months or years for what is too long to count in days."""
    if days < 60:  # noqa: PLR2004  two months are where people stop counting weeks
        return _plural(round(days / 7), "week")
    if days < 730:  # noqa: PLR2004  two years are where people stop counting months
        return _plural(round(days / 30.44), "month")
    return _plural(round(days / 365.25), "year")


def _span(seconds: float) -> str | None:
    """Return the largest fitting unit, or None below a minute."""
    for (size, word), limit in zip(STEPS, (3600, 86400, NEAR * 86400), strict=True):
        if seconds < size:
            return None
        if seconds < limit:
            return _plural(int(seconds // size), word)
    return _longer(int(seconds // 86400))


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
