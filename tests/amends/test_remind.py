"""`amends remind`: the plan, the snooze, and what cannot be."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.amends.shell import CONFIG
from tests.fakes.times import Times

if TYPE_CHECKING:
    from tests.amends.shell import Shell

MAIL = """
[[channel]]
kind = "smtp"
host = "127.0.0.1"
port = 1
encryption = "none"
from = "amends@example.com"
to = ["leads@example.com"]

[reminders]
channel = "smtp"
"""
HOLIDAY = 'holidays = [2026-11-23]\n[report]\ntimezone = "Europe/Berlin"\n'


def test_the_plan_tells_who_would_hear_what_and_why(project: Shell) -> None:
    """Without a channel, too; nothing is sent."""
    answer = project.quick("remind", "--plan")
    found = project.quick("remind", "--plan", "--json").json

    (line,) = found["reminders"]

    assert answer.out.startswith("Nothing is sent: [reminders] names no channel")
    assert (found["next_at"], "names no channel" in found["why_not_today"]) == (None, True)
    assert [line[name] for name in ("person", "item", "need", "as")] == [
        *("@alice", "A-1", "overdue", "owner")
    ]
    assert "days late" in line["when"]


@pytest.mark.parametrize(
    ("moment", "why_not", "next_at"),
    [
        ("2026-11-20 07:00", None, "2026-11-20T09:00:00+01:00"),
        ("2026-11-20 12:00", None, "2026-11-20T09:00:00+01:00"),
        ("2026-11-20 18:00", "it is past 18:00", "2026-11-24T09:00:00+01:00"),
        ("2026-11-21 10:00", "Sat is no day", "2026-11-24T09:00:00+01:00"),
        ("2026-11-23 10:00", "2026-11-23 is a holiday", "2026-11-24T09:00:00+01:00"),
        ("2027-03-26 18:00", "it is past 18:00", "2027-03-29T09:00:00+02:00"),
    ],
)
def test_the_plan_says_first_when_it_comes_true(
    project: Shell, monkeypatch: pytest.MonkeyPatch, moment: str, why_not: str | None, next_at: str
) -> None:
    """On weekends, holidays and in the evening: why nothing is sent, and when the next mails go."""
    project.write("amends.toml", CONFIG + MAIL + HOLIDAY)
    times = Times(monkeypatch, still=True)
    there = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    times.let_pass((there - times.now).total_seconds())
    found = project.quick("remind", "--plan", "--json").json
    day = date.fromisoformat(next_at[:10])
    said = project.quick("remind", "--plan").out

    assert (found["day"], found["next_at"]) == (str(day), next_at)
    assert (found["why_not_today"] or "").startswith(why_not or "")
    assert bool(found["why_not_today"]) == bool(why_not)
    assert said.startswith(f"Nothing more is sent today: {why_not}" if why_not else "Digests go")
    assert f"{day:%a %Y-%m-%d} 09:00 (Europe/Berlin)" in said.splitlines()[0]
    assert f"{(day - date(2026, 5, 1)).days} days late" in found["reminders"][0]["when"]


def test_the_plan_knows_what_went_out_today(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody gets a second mail that day, so it tells of the next."""
    project.write("amends.toml", CONFIG + MAIL + HOLIDAY)
    times = Times(monkeypatch, still=True)
    there = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    times.let_pass((there - times.now).total_seconds())
    project.quick("remind")
    found = project.quick("remind", "--plan", "--json").json

    assert "today's digests went out" in found["why_not_today"]
    assert found["day"] == "2026-11-24"


def test_a_snooze_is_in_the_plan_at_once(project: Shell) -> None:
    """And ends when its day is set to one that has passed."""
    words = ("remind", "--snooze", "A-1", "--reason", "waits for a vendor", "--until")
    silent = project.quick(*words, "2999-01-01")
    none = project.quick("remind", "--plan", "--json").json["reminders"]
    plan = project.quick("remind", "--plan").out
    again = project.quick(*words, "2020-01-01")
    after = project.quick("remind", "--plan").out
    some = project.quick("remind", "--plan", "--json").json["reminders"]

    assert silent.out.strip() == "A-1 is silent through 2999-01-01."
    assert again.out.strip() == "A-1 is told of again."
    assert (len(none), len(some)) == (0, 1)
    assert "A-1 is silent through 2999-01-01: waits for a vendor" in plan
    assert "silent" not in after


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "names no channel"),
        (["--snooze", "A-1"], "--until"),
        (["--until", "2999-01-01"], "--snooze"),
        (["--snooze", "A-1", "--until", "soon", "--reason", "x"], "is no date"),
        (["--snooze", "A-1", "--until", "2999-01-01"], "needs a reason"),
        (["--snooze", "A-999", "--until", "2999-01-01", "--reason", "x"], "A-999"),
        (["--snooze", "I-1", "--until", "2999-01-01", "--reason", "x"], "is no item"),
    ],
)
def test_what_cannot_be_is_one_sentence(project: Shell, words: list[str], said: str) -> None:
    """Status 2."""
    assert said in project.quick("remind", *words).refusal()


def test_a_policy_is_read_with_the_configuration(project: Shell) -> None:
    """The plan then says nothing of a missing channel."""
    project.write("amends.toml", CONFIG + MAIL)

    assert "names no channel" not in project.quick("remind", "--plan").out
