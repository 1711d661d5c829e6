"""A past week's report is made once, and kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.tracker.reporting.house import EVIL, SETTINGS, House, at, live_on
from tests.web.building import an_account
from tracker import restricting
from tracker.domain.errors import BadInput
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.domain.links import LinkState
from tracker.reporting import (
    as_csv,
    as_html,
    as_json,
    as_markdown,
    is_over,
    keep,
    kept,
    mail_of,
    week_wanted,
    weekly,
)
from tracker.reporting.keeping import TEXTS
from tracker.reporting.sections import document_of
from tracker.settings import Person
from tracker.storage import Store, open_store
from tracker.storage.report_tables import ReportRow

WEEK = "2026-W46"
MONDAY_AFTER = at(16, 9)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
BY = Author(Origin.CLI, "root")


def texts(store: Store, now: datetime = MONDAY_AFTER, team: str | None = None) -> dict[str, str]:
    """Return W46 in every form, as it is kept."""
    found = keep(store, SETTINGS, now, WEEK, team)
    return {form: found.text(form) for form in TEXTS}


def open_items(store: Store) -> tuple[int, ...]:
    """Return what is open at the end of W46."""
    with store.reading() as work:
        return weekly(work, WEEK, SETTINGS, MONDAY_AFTER).counts.open.items


def restrict(store: Store, incident: int) -> None:
    """Keep an incident to nobody."""
    with store.work() as work:
        an_account(work, "carol")
        restricting.restrict(work, incident, ["carol"], BY, at(20))
        work.commit()


def rows(store: Store) -> int:
    """Return how many reports are stored."""
    with store.reading() as work:
        return work.session.scalar(select(func.count()).select_from(ReportRow)) or 0


@pytest.mark.parametrize("team", [None, "@dba-team"])
def test_what_is_kept_is_what_is_printed(store: Store, team: str | None) -> None:
    """The words that are put in when it is read stand there as if they had been from the start."""
    with store.reading() as work:
        report = weekly(work, WEEK, SETTINGS, MONDAY_AFTER, team)
    kept_texts = texts(store, team=team)

    assert kept_texts["md"] == as_markdown(report)
    assert kept_texts["html"] == as_html(report)
    assert kept_texts["json"] == as_json(report)
    assert kept_texts["csv"] == as_csv(report)
    assert keep(store, SETTINGS, LATER, WEEK, team).document == document_of(report)


def test_words_stand_in_every_form_as_they_were_written(store: Store) -> None:
    """Signs of markup, quotes and commas pass through each form's own way of writing them."""
    evil = 'Say "no", <b>never</b>; \\ & `so`, \u202eturned\u2028broken\tand 日本'
    with store.work() as work:
        house = House(work, [""] * 9)
        house.item(house.incident(f"={evil}", at(9)), f"+{evil}", at(9))
        work.commit()
    with store.reading() as work:
        report = weekly(work, WEEK, SETTINGS, MONDAY_AFTER)

    assert texts(store) == {form: render(report) for form, render in TEXTS.items()}


def test_a_kept_report_never_changes(store: Store) -> None:
    """Neither what happens afterwards nor what is written into the past reaches it."""
    before = texts(store)
    with store.work() as work:
        live_on(work)
        House(work, [""] * 9).edit(3, at(12), status="done")
        work.commit()

    assert texts(store, LATER) == before
    assert rows(store) == 1


def test_words_of_an_incident_restricted_afterwards_are_gone_from_it(store: Store) -> None:
    """They are told by nobody who is not named, in no form; figures and other words stay."""
    before = texts(store)
    restrict(store, 2)
    after = texts(store, LATER)

    for form, text in after.items():
        assert "alert(1)" in before[form]
        assert "alert(1)" not in text
        assert "Write it down" not in text
        assert "Too dear" not in text
        assert "Add an alert" in text
    assert "A-3 restricted · =evil" in after["md"]
    assert keep(store, SETTINGS, LATER, WEEK).head.digest


def test_words_that_were_restricted_when_it_was_made_stay_out_of_it(store: Store) -> None:
    """A report that was sent without words does not get them later."""
    restrict(store, 2)
    before = texts(store)
    with store.work() as work:
        restricting.unrestrict(work, 2, BY, at(21))
        work.commit()

    assert texts(store, LATER) == before
    assert EVIL not in before["json"]


def test_processes_that_make_it_at_once_end_with_one(store: Store) -> None:
    """Each gets the bytes of the one that was first."""
    url = store.engine.url.render_as_string(hide_password=False)

    def make(_: int) -> dict[str, str]:
        opened = open_store(url)
        try:
            return texts(opened)
        finally:
            opened.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(make, range(4)))

    assert all(one == found[0] for one in found)
    assert rows(store) == 1


def test_the_running_week_is_not_over(store: Store) -> None:
    """It still changes, so nothing of it is kept."""
    week = week_wanted(WEEK, SETTINGS.report.zone, at(12))

    assert not is_over(week, at(12))
    assert is_over(week, week.end)
    with pytest.raises(BadInput, match="is kept five minutes after the week's end"):
        keep(store, SETTINGS, at(12), WEEK)
    assert rows(store) == 0


def test_what_was_on_its_way_when_the_week_ended_is_in_its_report(store: Store) -> None:
    """A report is kept only when a change of the week's last moment must have been stored."""
    week = week_wanted(WEEK, SETTINGS.report.zone, MONDAY_AFTER)
    last, soon = week.end - timedelta(microseconds=1), week.end + timedelta(minutes=5)
    before = list(open_items(store))
    with store.work() as work:
        edited = work.items.get(before[0]).move(Status.DONE, last)
        work.items.save(edited, last, BY)
        with pytest.raises(BadInput, match="is kept five minutes after the week's end"):
            keep(store, SETTINGS, week.end, WEEK)
        work.commit()

    found = keep(store, SETTINGS, soon, WEEK)

    assert json.loads(found.text("json"))["counts"]["open"]["count"] == len(before) - 1


def test_the_last_full_week_is_kept_unless_one_is_named(store: Store) -> None:
    """What the worker stores on Monday is the week before."""
    assert keep(store, SETTINGS, MONDAY_AFTER).head.week == WEEK


def test_an_unknown_team_is_refused_with_the_known_ones(store: Store) -> None:
    """Nothing is stored of it."""
    with pytest.raises(BadInput, match=r"no item belongs to the team @nobody; the teams are: =ev"):
        keep(store, SETTINGS, MONDAY_AFTER, WEEK, "@nobody")
    assert rows(store) == 0


def test_a_team_has_a_report_of_its_own(store: Store) -> None:
    """It counts the team's items alone, and names the team."""
    found = keep(store, SETTINGS, MONDAY_AFTER, WEEK, "@dba-team")

    assert "team @dba-team" in found.document.title
    assert found.headlines.done == 1
    assert "amends report --week 2026-W46 --team @dba-team" in found.text("md")
    with store.reading() as work:
        assert work.reports.teams(WEEK) == [found.head.team]
        assert kept(work, WEEK) is None


def test_the_headlines_are_the_figures_of_the_report(store: Store) -> None:
    """Counted by hand."""
    told = keep(store, SETTINGS, MONDAY_AFTER).headlines

    assert (told.open, told.open_before, told.overdue, told.overdue_before) == (2, 5, 2, 1)
    assert (told.came, told.done, told.otherwise) == (2, 4, 1)
    assert (told.met, told.judged, told.on_time) == (1, 3, None)


def test_a_teams_report_tells_what_changed_hands(store: Store) -> None:
    """So its start and the end that the report before told add up for whoever holds both."""
    with store.work() as work:
        house = House(work, [""] * 9)
        incident = house.incident("Checkout was down", at(2), "SEV2")
        item = house.item(incident, "Alert on late index", at(3), owner="@storage")
        house.edit(item, at(12), owner="@alice")
        work.commit()
    earlier = keep(store, SETTINGS, MONDAY_AFTER, "2026-W45", "@storage")
    later = keep(store, SETTINGS, MONDAY_AFTER, "2026-W46", "@dba-team")

    assert earlier.text("md").count("Handed over") == 0
    assert "@dba-team took over 1 since and handed over 0" in later.text("md")
    assert f"**Taken over (1)**\n\nA-{item}" in later.text("md")
    assert json.loads(later.text("json"))["handing"]["taken_over"]["items"] == [f"A-{item}"]


def test_a_team_that_people_name_may_have_nothing_yet(store: Store) -> None:
    """Its report says so section by section; that is no mistake of whoever asks."""
    people = {**SETTINGS.people, "@dora": Person(github="dora", team="@web-team")}
    settings = SETTINGS.model_copy(update={"people": people})
    found = keep(store, settings, MONDAY_AFTER, WEEK, "@web-team")

    assert (found.headlines.open, found.headlines.done) == (0, 0)


def test_data_health_stands_beside_the_report_of_the_last_week(store: Store) -> None:
    """As of when it was made; the report's own bytes still follow from the log alone."""
    with store.work() as work:
        target = work.targets.known("ops", "jira")
        work.targets.keep(replace(target, cursor_since=MONDAY_AFTER, reported_at=MONDAY_AFTER))
        made = work.links.add(2, target.id, 1, "marker")
        work.links.save(replace(made, state=LinkState.GONE))
        work.commit()
    fresh = keep(store, SETTINGS, MONDAY_AFTER, WEEK)
    again = keep(store, SETTINGS, LATER, WEEK)
    mail = mail_of(again)

    assert fresh.headlines == again.headlines
    assert fresh.headlines.lines[0].startswith(
        "Data health when this was made: 0 of 1 links reconciled in the last 24 hours; "
        "1 issues gone or out of reach"
    )
    assert all(fresh.headlines.lines[0] in part for part in (mail.text, mail.html))
    assert json.loads(fresh.text("json"))["health"] is None


def test_nobody_tells_the_health_of_a_week_that_is_long_over(store: Store) -> None:
    """What trackers say today has nothing to do with it."""
    assert keep(store, SETTINGS, LATER, WEEK).headlines.reached is None
