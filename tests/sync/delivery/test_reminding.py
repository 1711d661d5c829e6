"""One mail to each person on a day in which they may be disturbed, and never two."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from sync.delivery.reminders import remind
from tests.fakes.deaths import dying
from tests.sync.bench import BY, HEAD, TABLE
from tests.sync.delivery.house import CHANNELS, REPORT
from tests.sync.delivery.mailroom import Mailroom
from tracker.domain.dispatches import DispatchState
from tracker.domain.errors import BadInput, BadSettings, IllegalMove
from tracker.domain.items import Status
from tracker.reminding import snooze

if TYPE_CHECKING:
    from tests.fakes.times import Times
    from tests.sync.delivery.house import House

BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = """
[people]
"@alice" = { email = "alice@example.com", team = "@db" }
"@bob" = { email = "bob@example.com", team = "@db" }
"@dana" = { email = "dana@example.com" }

[reminders]
channel = "smtp"
fallback = "@dana"
"""
MONDAY = "2026-11-23"
TEAM = ["alice@example.com", "bob@example.com"]


@pytest.fixture(name="office")
def _office(house: House, mailroom: Mailroom) -> House:
    """Return an installation that reminds: alice's promise is late, another is nobody's."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port) + PEOPLE)
    return house


def at(house: House, times: Times, moment: str) -> list[str]:
    """Return who is reminded when a worker looks at a moment of Berlin."""
    there = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    times.let_pass((there - times.now).total_seconds())
    return [one.channel for one in remind(house.store, house.settings)]


def test_each_person_gets_one_mail_a_day(office: House, mailroom: Mailroom, times: Times) -> None:
    """However often the worker looks; the next day again, as nothing was done."""
    found = [at(office, times, f"{MONDAY} {hour}") for hour in ("08:59", "09:00", "09:01", "17:59")]
    after = [at(office, times, f"2026-11-24 {hour}") for hour in ("00:01", "09:00", "12:00")]

    assert found == [[], ["@alice", "@bob"], [], []]
    assert after == [[], ["@alice", "@bob"], []]
    assert mailroom.post.recipients == sorted(TEAM * 2)


def test_the_same_on_postgresql(house_on_postgres: House, mailroom: Mailroom, times: Times) -> None:
    """One mail each, a snooze included."""
    house = house_on_postgres
    house.configure(CHANNELS["smtp"].format(port=mailroom.port) + PEOPLE)
    with house.store.work() as work:
        snooze(work, 2, date(2999, 1, 1), "why", BY, times.now, date(2026, 11, 20))
        work.commit()
    found = [at(house, times, f"{MONDAY} {hour}") for hour in ("09:00", "09:01")]

    assert found == [["@alice", "@bob"], []]
    assert mailroom.post.recipients == TEAM


def test_a_digest_says_what_and_why(office: House, mailroom: Mailroom, times: Times) -> None:
    """Its subject counts; each line names item, day, incident and whose it is."""
    at(office, times, f"{MONDAY} 09:00")
    mine, _ = sorted(mailroom.post.letters, key=lambda one: str(one["To"]))
    text = mine.get_content()

    assert mine["Subject"] == "Promises that need you: 1 overdue, 1 without an owner"
    assert "A-1 Alert when the <oldest> job waits · due 2026-03-09, 259 days late · I-1" in text
    assert "nobody, your team's" in text
    assert mine["Message-ID"].startswith("<reminder.2026-11-23.")


def test_a_long_digest_lists_what_is_latest(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """And counts the rest; the subject counts all."""
    rows = [f"Replace disk {n} | @dana | P2 | 2026-10-{1 + n % 28:02}" for n in range(55)]
    office.take_in(HEAD + TABLE + "".join(f"| {row} |\n" for row in rows), "disks.md")
    at(office, times, f"{MONDAY} 09:00")
    (mail,) = [one for one in mailroom.post.letters if one["To"] == "dana@example.com"]
    lines = [one for one in mail.get_content().splitlines() if one.startswith("- ")]

    assert mail["Subject"] == "Promises that need you: 55 overdue"
    assert "2026-10-01" in lines[0]
    assert len(lines) == 41
    assert lines[-1] == "- and 15 more"


@pytest.mark.parametrize(
    ("moment", "more"),
    [
        ("2026-11-21 09:00", ""),
        (f"{MONDAY} 18:00", ""),
        (f"{MONDAY} 09:00", f"holidays = [{MONDAY}]\n"),
        (f"{MONDAY} 09:00", 'days = ["tue"]\n'),
        (f"{MONDAY} 09:30", 'at = "10:00"\n'),
        (f"{MONDAY} 12:30", 'quiet_from = "12:00"\n'),
    ],
)
def test_nobody_is_disturbed_when_it_is_quiet(
    office: House, mailroom: Mailroom, times: Times, moment: str, more: str
) -> None:
    """On weekends, on holidays, in the evening, before the hour."""
    office.configure(CHANNELS["smtp"].format(port=mailroom.port) + PEOPLE + more)

    assert at(office, times, moment) == []
    assert mailroom.post.got == []


def test_what_turns_late_after_the_count_waits_for_the_next_day(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """Who was not reminded this morning is not reminded at noon."""
    at(office, times, f"{MONDAY} 09:00")
    office.take_in(HEAD + TABLE + "| Order a second disk | @dana | P1 | 2026-03-09 |\n", "disk.md")
    noon, tomorrow = at(office, times, f"{MONDAY} 12:00"), at(office, times, "2026-11-24 09:00")

    assert noon == []
    assert tomorrow == ["@alice", "@bob", "@dana"]
    assert len(mailroom.post.got) == 5


def test_a_snoozed_promise_is_silent_and_comes_back(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """Through its last day; the history says who wanted it and why."""
    at(office, times, "2026-11-20 20:00")
    until, today = date(2026, 11, 23), date(2026, 11, 20)
    with office.store.work() as work:
        for number in (1, 2):
            snooze(work, number, until, "waits for\nthe vendor", BY, times.now, today)
        work.commit()
    with office.store.reading() as work:
        (told,) = [one for one in work.history.of_item(1) if one.field == "snoozed"]

    assert told.new == "2026-11-23: waits for the vendor"
    assert at(office, times, f"{MONDAY} 09:00") == []
    assert at(office, times, "2026-11-24 09:00") == ["@alice", "@bob"]
    assert len(mailroom.post.got) == 2


def test_a_snooze_needs_a_reason_and_something_to_be_silent_of(office: House) -> None:
    """One sentence each."""
    day = date(2026, 12, 1)
    moment = datetime(2026, 11, 20, tzinfo=BERLIN)
    with office.store.work() as work:
        with pytest.raises(BadInput, match="needs a reason"):
            snooze(work, 1, day, " ", BY, moment, day)
        with pytest.raises(BadInput, match="longer than"):
            snooze(work, 1, day, "x" * 501, BY, moment, day)
        item = work.items.get(1)
        work.items.save(item.move(Status.VERIFIED, moment), moment, BY)
        with pytest.raises(IllegalMove, match="nobody is reminded"):
            snooze(work, 1, day, "why", BY, moment, day)


def test_the_words_of_a_restricted_incident_are_in_no_mail(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """The promise is told by its number alone."""
    with office.store.work() as work:
        work.restrictions.name(1, [])
        work.commit()
    at(office, times, f"{MONDAY} 09:00")
    text = mailroom.post.letters[0].get_content()

    assert "A-1 restricted" in text
    assert not any(b"oldest" in raw for _, raw in mailroom.post.got)


def test_a_death_at_any_statement_reminds_nobody_twice(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """And nobody is forgotten, but for one of whom nobody knows."""
    at(office, times, f"{MONDAY} 08:00")
    times.let_pass(timedelta(hours=1).total_seconds())
    with dying(office.store.engine) as whole:
        remind(office.store, office.settings)
    states = set()
    mailroom.post.got.clear()
    for point in range(1, len(whole.trace) + 1):
        office.forget()
        with dying(office.store.engine, point):
            remind(office.store, office.settings)
        for _ in range(2):
            office.let_time_pass()
            remind(office.store, office.settings)
        rows = {one.channel: one.state for one in office.rows if one.channel != "*"}
        got = mailroom.post.recipients
        mailroom.post.got.clear()
        unsure = [name for name, state in rows.items() if state is DispatchState.UNSURE]
        states |= set(rows.values())

        assert rows.keys() == {"@alice", "@bob"}
        assert len(set(got)) == len(got)
        assert len(got) + len(unsure) >= 2
        assert len(unsure) <= 1
    assert states == {DispatchState.SENT, DispatchState.UNSURE}


def test_a_server_that_is_down_is_asked_once_at_a_time(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """A hundred people behind it do not make a hundred waits; all get their mail in the end."""
    mailroom.stop()
    first = at(office, times, f"{MONDAY} 09:00")
    again = Mailroom(port=mailroom.port)
    office.let_time_pass()
    second = at(office, times, f"{MONDAY} 09:30")
    again.stop()

    assert first == ["@alice"]
    assert sorted(second) == ["@alice", "@bob"]
    assert again.post.recipients == TEAM


def test_who_is_refused_holds_up_nobody_else(
    office: House, mailroom: Mailroom, times: Times
) -> None:
    """Not even for cron's next run; the refused one is tried again that day."""
    mailroom.post.refusals = {"alice@example.com": "550 5.1.1 no such user"}
    first = at(office, times, f"{MONDAY} 09:00")
    mailroom.post.refusals = {}
    second = at(office, times, f"{MONDAY} 09:30")
    office.let_time_pass()
    third = at(office, times, f"{MONDAY} 10:00")

    assert (first, second, third) == (["@alice", "@bob"], [], ["@alice"])
    assert mailroom.post.recipients == TEAM


@pytest.mark.parametrize("email", ["Bob <bob@example.com>", "bob@example.com\\nBcc: eve@x.org", ""])
def test_an_address_that_is_none_is_never_written_to(
    office: House, mailroom: Mailroom, times: Times, email: str
) -> None:
    """The team hears instead, and why."""
    people = PEOPLE.replace("alice@example.com", email)
    office.configure(CHANNELS["smtp"].format(port=mailroom.port) + people)
    at(office, times, f"{MONDAY} 09:00")
    (mail,) = mailroom.post.letters

    assert mailroom.post.recipients == ["bob@example.com"]
    assert "@alice has left or has no address here" in mail.get_content()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('channel = "chat"', "no [[channel]] of kind smtp"),
        ('fallback = "@nobody"', "@nobody, who has no usable email"),
        ('managers = { "@db" = "@dan" }', "@dan, who has no usable email"),
        ('at = "9"', "is no time"),
        ('quiet_from = "08:00"', "must be later"),
        ('days = ["monday"]', "days"),
        ("team_after_days = 9\nmanager_after_days = 8", "must not be less"),
    ],
)
def test_an_impossible_policy_is_one_sentence(house: House, more: str, said: str) -> None:
    """When the configuration is read."""
    with pytest.raises(BadSettings) as refusal:
        house.configure(f"[reminders]\n{more}\n", REPORT)

    assert said in str(refusal.value)
