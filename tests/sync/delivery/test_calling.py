"""Each week is sent when it is due, also after the clocks were changed or nobody was at work."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from amends.timed import report
from sync.delivery.reports import again
from tests.sync.delivery.house import CHANNELS, REPORT
from tracker.domain.errors import BadSettings

if TYPE_CHECKING:
    from tests.fakes.times import Times
    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom

BERLIN = ZoneInfo("Europe/Berlin")


def sent(house: House, times: Times, *moments: str) -> list[list[str]]:
    """Return which weeks are sent when a worker looks at such *moments* of Berlin."""
    found = []
    for one in moments:
        there = datetime.fromisoformat(one).replace(tzinfo=BERLIN)
        times.let_pass((there - times.now).total_seconds())
        found.append([row.occasion for row in house.deliver()])
    return found


def test_a_week_is_sent_when_it_is_due(mailing: House, times: Times) -> None:
    """Not a second before; a new channel begins with the week that was due last."""
    found = sent(
        *(mailing, times, "2026-11-23 08:59:59", "2026-11-23 09:00", "2026-11-23 09:01"),
        "2026-11-29 23:59",
        "2026-11-30 09:00",
    )

    assert found == [["2026-W46"], ["2026-W47"], [], [], ["2026-W48"]]


@pytest.mark.parametrize(
    ("schedule", "before", "at"),
    [
        ("mon 09:00", "2027-03-29 08:59:59", "2027-03-29 09:00"),
        ("sun 02:30", "2027-03-28 01:59:59", "2027-03-28 03:30"),
        ("sun 02:30", "2026-10-25 02:29:59", "2026-10-25 02:30"),
    ],
)
def test_clocks_that_change_make_one_report(
    mailing: House, times: Times, schedule: str, before: str, at: str
) -> None:
    """At a time that stays, one that is skipped and one that comes twice: once each."""
    mailing.configure(
        CHANNELS["smtp"].format(port=mailing.settings.channel[0].port),  # type: ignore[union-attr]  # it is a mail server
        REPORT.replace("mon 09:00", schedule),
    )
    hour_later = f"{at[:10]} {int(at[11:13]) + 1:02}:45"
    found = sent(mailing, times, before, at, at, hour_later)

    assert [len(one) for one in found] == [1, 1, 0, 0]


def test_a_schedule_at_midnight_waits_until_the_week_is_settled(
    mailing: House, times: Times
) -> None:
    """Five minutes: what was on its way when the week ended is in its report."""
    mailing.configure(
        CHANNELS["smtp"].format(port=mailing.settings.channel[0].port),  # type: ignore[union-attr]  # it is a mail server
        REPORT.replace("mon 09:00", "mon 00:00"),
    )
    found = sent(mailing, times, "2026-11-23 09:00", "2026-11-30 00:04:59", "2026-11-30 00:05")

    assert found == [["2026-W47"], [], ["2026-W48"]]


def test_who_was_away_on_monday_sends_on_tuesday(mailing: House, times: Times) -> None:
    """Once."""
    found = sent(
        *(mailing, times, "2026-11-16 09:00", "2026-11-24 15:00", "2026-11-24 15:01"),
        "2026-11-30 09:00",
    )

    assert found == [["2026-W46"], ["2026-W47"], [], ["2026-W48"]]


def test_who_was_away_for_months_sends_the_last_four_weeks(
    mailing: House, mailroom: Mailroom, times: Times
) -> None:
    """Oldest first, and none twice."""
    found = sent(mailing, times, "2026-09-07 12:00", "2026-11-24 15:00", "2026-11-24 15:01")

    assert found == [["2026-W36"], ["2026-W44", "2026-W45", "2026-W46", "2026-W47"], []]
    assert len(mailroom.post.got) == 5


def written(house: House, times: Times, *moments: str) -> list[list[str]]:
    """Return which weeks are in the folder of [report] after a worker looked at *moments*."""
    found = []
    for one in moments:
        there = datetime.fromisoformat(one).replace(tzinfo=BERLIN)
        times.let_pass((there - times.now).total_seconds())
        report(house.store, house.settings)
        found.append(sorted(path.stem for path in (house.folder / "reports").glob("*.csv")))
    return found


def test_the_folder_of_reports_is_caught_up_as_a_channel_is(house: House, times: Times) -> None:
    """It begins with the newest week, and gets the last four that it lacks."""
    found = written(house, times, "2026-09-07 12:00", "2026-09-21 12:00", "2026-11-24 15:00")
    again = report(house.store, house.settings)

    assert found == [
        ["2026-W36"],
        ["2026-W36", "2026-W37", "2026-W38"],
        ["2026-W36", "2026-W37", "2026-W38", "2026-W44", "2026-W45", "2026-W46", "2026-W47"],
    ]
    assert again is None


def test_a_report_of_which_a_file_is_missing_is_written_again(house: House, times: Times) -> None:
    """The process may die between two files; the same bytes come again."""
    written(house, times, "2026-11-24 15:00")
    files = sorted((house.folder / "reports").iterdir())
    before = [path.read_bytes() for path in files]
    files[0].unlink()
    report(house.store, house.settings)

    assert [path.read_bytes() for path in files] == before
    assert sorted((house.folder / "reports").iterdir()) == files


def test_a_folder_of_reports_that_is_a_file_is_one_sentence(house: House, times: Times) -> None:
    """It names the setting and the path."""
    del times
    (house.folder / "reports").write_text("x", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"\[report\] folder: .*reports cannot be written to"):
        report(house.store, house.settings)


def test_a_new_channel_gets_nothing_of_the_past(mailing: House, times: Times) -> None:
    """The newest week at once, and from then on what the others get."""
    sent(mailing, times, "2026-11-02 09:00", "2026-11-09 09:00")
    old = CHANNELS["smtp"].format(port=mailing.settings.channel[0].port)  # type: ignore[union-attr]  # it is a mail server
    mailing.configure(old + CHANNELS["folder"])
    found = sent(mailing, times, "2026-11-12 12:00", "2026-11-16 09:00")

    assert found == [["2026-W45"], ["2026-W46", "2026-W46"]]


def test_a_moved_schedule_sends_no_week_again(mailing: House, times: Times) -> None:
    """From Monday to Friday and back."""
    old = CHANNELS["smtp"].format(port=mailing.settings.channel[0].port)  # type: ignore[union-attr]  # it is a mail server
    first = sent(mailing, times, "2026-11-16 09:00")
    mailing.configure(old, REPORT.replace("mon", "fri"))
    second = sent(mailing, times, "2026-11-18 09:00", "2026-11-20 09:00")
    mailing.configure(old)
    third = sent(mailing, times, "2026-11-22 09:00", "2026-11-23 09:00")

    assert (first, second, third) == ([["2026-W46"]], [[], []], [[], ["2026-W47"]])


def test_what_fails_for_a_month_is_given_up(
    mailing: House, mailroom: Mailroom, times: Times
) -> None:
    """A report of five weeks ago helps nobody; its row keeps what went wrong."""
    mailroom.stop()
    sent(mailing, times, "2026-09-07 12:00")
    mailing.let_time_pass()
    found = sent(mailing, times, "2026-11-24 15:00")
    oldest = mailing.rows[0]

    assert "2026-W36" not in found[0]
    assert (oldest.occasion, oldest.attempts) == ("2026-W36", 1)
    assert oldest.trouble
    assert oldest.waits_for_a_person
    assert "too old" in oldest.sentence


def test_an_old_week_that_fails_by_name_promises_no_next_try(
    mailing: House, mailroom: Mailroom, times: Times
) -> None:
    """Nobody looks after it but who asked for it."""
    mailroom.stop()
    sent(mailing, times, "2026-11-24 15:00")
    (told,) = again(mailing.store, mailing.settings, "smtp", "2026-W20")

    assert (told.occasion, told.not_before) == ("2026-W20", None)
    assert "cannot be reached" in str(told.trouble)
