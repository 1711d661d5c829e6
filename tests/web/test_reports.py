"""Reports: the list of weeks, one week's page, its files."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.tracker.reporting.half_year import END, MONDAY_AFTER, SETTINGS, WEEK, furnish
from tests.tracker.reporting.house import EVIL, at
from tests.tracker.reporting.house import furnish as furnish_small
from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.counting.weeks import week_of
from tracker.reporting import keep, weekly
from tracker.reporting.keeping import TEXTS
from tracker.reporting.shortening import MOST
from tracker.storage.tables import IncidentRow
from web.app import create_app
from web.report_blocks import WIDTHS
from web.reports import LEAST

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.settings import Settings
    from tracker.storage import Store, Work

BEFORE = "2026-W45"


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    """Return a dashboard of people with teams, in their zone."""
    told = {"people": SETTINGS.people, "report": SETTINGS.report}
    return create_app(settings.model_copy(update=told), store)


@pytest.fixture(name="house")
def _house(store: Store, work: Work) -> Store:
    """Return a database with half a year, of which the last week's report is kept."""
    furnish(work)
    keep(store, SETTINGS, MONDAY_AFTER, WEEK)
    return store


@pytest.mark.usefixtures("house")
def test_the_list_leads_to_each_week_and_tells_kept_figures(client: FlaskClient) -> None:
    """The chart stands above; a week that is not kept has a dash for what only reports tell."""
    page = client.get("/reports").text
    row = page.split(f'href="/reports/{WEEK}"')[1].split("</tr>")[0]

    assert 'role="img"' in page
    assert '<td data-label="Overdue"><span class="bad">8</span></td>' in row
    assert '<td data-label="On time">56 %</td>' in row
    assert page.count('href="/reports/2026-W') + page.count('href="/reports/2025-W') >= 20


def test_weeks_before_the_first_promise_are_not_listed(client: FlaskClient, work: Work) -> None:
    """A young house is not told of half a year in which nothing was."""
    an_item(work, an_incident(work))
    work.commit()
    page = client.get("/reports").text

    assert page.count('<th scope="row">') == LEAST
    assert page.count('role="img"') == len(WIDTHS)


def test_an_empty_house_says_what_to_do(client: FlaskClient) -> None:
    """No chart of nothing, but the command that begins."""
    page = client.get("/reports").text

    assert "Nothing to report yet" in page
    assert "<figure" not in page


@pytest.mark.usefixtures("house")
def test_a_weeks_page_tells_the_report_with_links(client: FlaskClient) -> None:
    """Each key leads to its item or incident, each step of the appendix to its entry."""
    page = client.get(f"/reports/{WEEK}").text
    why = page.partition("Appendix: why the numbers changed")[2]
    entry = re.search(r'href="(/items/\d+)#(change-\d+)">(A-\d+)</a>', why)

    assert page.count('class="on-desk"') == 3
    assert "kept since" in page
    assert 'href="/incidents/9">I-9</a>' in page
    assert entry is not None
    assert f'id="{entry[2]}"' in client.get(entry[1]).text


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("form", TEXTS)
def test_each_file_has_the_kept_bytes(client: FlaskClient, house: Store, form: str) -> None:
    """What is downloaded is what the command line prints."""
    answer = client.get(f"/reports/{WEEK}/download/{form}")

    assert answer.text == keep(house, SETTINGS, MONDAY_AFTER, WEEK).text(form)
    assert f"report-{WEEK}.{form}" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("house")
def test_looking_keeps_nothing(client: FlaskClient, house: Store) -> None:
    """A week that is not kept is told as things stand; a page never writes."""
    page = client.get(f"/reports/{BEFORE}").text
    text = client.get(f"/reports/{BEFORE}/download/md").text

    assert "not kept yet" in page
    with house.reading() as work:
        assert work.reports.head(BEFORE) is None
        assert text == TEXTS["md"](weekly(work, BEFORE, SETTINGS, MONDAY_AFTER))


@pytest.mark.usefixtures("house")
def test_a_team_is_chosen_on_the_page(client: FlaskClient) -> None:
    """Its figures are its own, and its files are too."""
    page = client.get(f"/reports/{WEEK}?team=%40storage").text

    assert f"Week {WEEK} of @storage" in page
    assert "<option selected>@storage</option>" in page
    assert f"/reports/{WEEK}/download/csv?team=@storage" in page
    told = client.get(f"/reports/{WEEK}/download/md?team=%40storage").text
    assert told.startswith("# Completion report, week 2026-W46, team @storage\n")


@pytest.mark.parametrize(
    "path",
    ["/reports/2026-W54", "/reports/2999-W01", "/reports/lately", f"/reports/{WEEK}?team=%40no",
     f"/reports/{WEEK}/download/exe", "/reports/2026-W99/download/md"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: FlaskClient, path: str) -> None:
    """An address by hand is answered with one sentence."""
    assert client.get(path).status_code == 404


def test_no_title_acts_as_markup_on_a_weeks_page(client: FlaskClient, work: Work) -> None:
    """Words of people are text; a key among them is a link to what has that key."""
    furnish_small(work)
    page = client.get(f"/reports/{WEEK}").text

    assert EVIL not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "javascript:alert(2)" in page
    assert 'href="javascript' not in page


def test_words_restricted_since_are_gone_from_pages_and_files(
    client: FlaskClient, store: Store, work: Work
) -> None:
    """Also where the page was looked at before, and whoever asks."""
    furnish_small(work)
    keep(store, SETTINGS, at(16, 9), WEEK)
    paths = (f"/reports/{WEEK}", *(f"/reports/{WEEK}/download/{form}" for form in TEXTS),
             f"/api/v1/reports/{WEEK}")  # fmt: skip
    before = [client.get(path).text for path in paths]
    work.session.get_one(IncidentRow, 1).restricted = True
    work.commit()
    after = [client.get(path).text for path in paths]

    assert all("Cap the pool" in text for text in before)
    assert not any("Cap the pool" in text for text in after)
    assert all("Warm the cache" in text for text in after)


def test_the_half_year_ends_where_it_says() -> None:
    """The sample's last week is the one that is told."""
    assert END.isocalendar().week == 47


def test_a_page_ends_long_lists_early_and_leads_to_all_of_them(
    client: FlaskClient, work: Work
) -> None:
    """A house with many open promises gets a page that can be read, and nothing is kept from it."""
    incident = an_incident(work)
    for number in range(MOST + 5):
        an_item(work, incident, f"Alert {number}", due=now().date() - timedelta(days=30))
    work.commit()
    path = f"/reports/{week_of(now(), SETTINGS.report.zone).name}"

    short, whole = client.get(path).text, client.get(f"{path}?whole=1").text

    assert (short.count("Show every line"), whole.count("Show every line")) == (1, 0)
    assert "<li>and 5 more</li>" in short
    assert "5 more" not in whole
    assert f"Alert {MOST + 4} " not in short
    assert f"Alert {MOST + 4} " in whole
