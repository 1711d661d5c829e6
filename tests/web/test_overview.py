from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.domain.links import LinkState, OperationState
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.storage.tables import ChangeRow

if TYPE_CHECKING:
    from datetime import datetime

    from tests.web.building import Visitor
    from tracker.storage import Work

LATE = (now() - timedelta(days=2)).date()
SOON = (now() + timedelta(days=9)).date()


def _several(work: Work) -> None:
    first = an_incident(
        work, "Database down", severity="SEV1", started_at="2026-03-01T10:00:00+00:00",
        duration_minutes=30, services=("checkout", 'the "big" one'),
    )  # fmt: skip
    second = an_incident(
        work, "Certificate expired", severity="SEV2", started_at="2026-02-01",
        duration_minutes=600, services=("edge",),
    )  # fmt: skip
    third = an_incident(work, "Aardvark in the cables")
    an_item(work, first, "A", owner="@alice", due=SOON)
    an_item(work, first, "B", status=Status.DONE)
    an_item(work, second, "C", owner="@bob", due=LATE)
    an_item(work, third, "D", status=Status.DONE)
    work.commit()


def _titles(page: str) -> list[str]:
    return re.findall(r'class="title" href="/incidents/[0-9]+">([A-Z])', page)


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("", "DCA"),
        ("sort=date", "CDA"),
        ("sort=title", "ACD"),
        ("sort=-title", "DCA"),
        ("sort=severity", "DCA"),
        ("sort=-duration", "CDA"),
        ("sort=duration", "DCA"),
        ("sort=completion", "CDA"),
        ("sort=-completion", "ADC"),
        ("sort=due", "CDA"),
        ("service=checkout", "D"),
        ("service=the+%22big%22+one", "D"),
        ("service=big", ""),
        ("since=2026-02-02", "D"),
        ("until=2026-02-28", "C"),
        ("since=2026-02-01&until=2026-03-01", "DC"),
        ("state=overdue", "C"),
        ("state=open&sort=title", "CD"),
        ("state=remediated", "A"),
        ("owner=%40bob&severity=SEV2&q=cert", "C"),
    ],
)
def test_incidents_are_sorted_and_filtered_by_the_address(
    visitor: Visitor, work: Work, query: str, letters: str
) -> None:
    """What is not told stands last either way, and every choice is in the address."""
    _several(work)

    assert "".join(_titles(visitor.read(f"/?{query}"))) == letters


@pytest.mark.parametrize(
    "query",
    [
        "sort=colour", "sort=--date", "state=lost", "since=yesterday", "since=5",
        "until=2026-13-01",
        "since=2026-03-01&until=2026-01-01", "q=" + "x" * 300, "service=" + "x" * 300,
    ],
)  # fmt: skip
def test_an_absurd_filter_is_refused_with_a_sentence(visitor: Visitor, query: str) -> None:
    """No wrong list is shown for what cannot be meant."""
    assert "<h1>Bad Request</h1>" in visitor.read(f"/?{query}", 400)


def test_the_heading_tells_the_order_and_turns_it(visitor: Visitor, work: Work) -> None:
    """One column says by which it is sorted; its heading leads to the other way round."""
    _several(work)

    page = visitor.read("/?sort=title&q=a")

    assert page.count("aria-sort=") == 1
    assert '<th scope="col" aria-sort="ascending"><a href="?q=a&amp;sort=-title">' in page
    assert '<a href="?q=a">Date</a>' in page


def test_the_tabs_count_what_their_lists_show(visitor: Visitor, work: Work) -> None:
    """Each state's number is the number of its incidents, with the other filters as they are."""
    _several(work)
    for query in ("", "?owner=%40bob"):
        tabs = re.findall(r'<a href="/(\?[^"]*)"[^>]*>[A-Z][a-z ]+ <span class="count">(\d+)<',
                          visitor.read(f"/{query}"))  # fmt: skip

        shown = [len(_titles(visitor.read("/" + one.replace("&amp;", "&")))) for one, _ in tabs]

        assert len(tabs) == 4
        assert shown == [int(count) for _, count in tabs]


def test_each_figure_tells_how_it_changed_since_last_week(visitor: Visitor, work: Work) -> None:
    """What was open, late and unowned a week ago is known from the history."""
    incident = an_incident(work)
    item = an_item(work, incident, "Old", due=LATE)
    an_item(work, incident, "Other")
    old = now() - timedelta(days=30)
    _backdate(work, old)
    person = Author(Origin.WEB)
    edit(work, item.id, Edit({"owner": "@alice"}), person, People({}), now())
    an_item(work, incident, "New")
    work.commit()

    page = " ".join(re.sub(r"<[^>]+>", " ", visitor.read("/")).split())

    assert "3 open +1 since last week" in page
    assert "1 overdue +1 since last week" in page
    assert "2 without a date +1 since last week" in page
    assert "2 without an owner as last week" in page


def _backdate(work: Work, moment: datetime) -> None:
    work.session.execute(update(ChangeRow).values(at=moment))


def test_a_red_sync_is_told_before_any_figure(visitor: Visitor, work: Work) -> None:
    """A refused write, an unknown one, a lost issue and a silent target stand on top."""
    state = work.targets.known("ops", "jira")
    state.reported_at = now() - timedelta(days=2)
    work.targets.keep(state)
    items = [an_item(work, an_incident(work), name) for name in "abc"]
    links = [a_link(work, item) for item in items[:2]]
    a_link(work, items[2], state=LinkState.GONE)
    long_ago = now() - timedelta(hours=2)
    for link, to in zip(links, (OperationState.FAILED, OperationState.UNKNOWN), strict=True):
        work.operations.change(work.operations.intend(link.id, "update", long_ago).id, to)
    work.commit()

    page = visitor.read("/")
    alarms = re.sub(r"<[^>]+>", " ", page[page.index("alarms") : page.index("totals")])

    for told in ("1 write refused", "1 write unknown for more", "1 issue cannot be", "ops has not"):
        assert told in " ".join(alarms.split())


def test_a_healthy_sync_is_no_topic(visitor: Visitor, work: Work) -> None:
    """Nothing stands before the figures while all is well."""
    state = work.targets.known("ops", "jira")
    state.reported_at = now()
    work.targets.keep(state)
    a_link(work, an_item(work, an_incident(work)))
    work.commit()

    assert "The sync needs somebody" not in visitor.read("/")


def test_what_is_remembered_is_forgotten_once_anything_changes(
    visitor: Visitor, work: Work
) -> None:
    """The next page shows what was committed a moment ago, whoever did it."""
    incident = an_incident(work)
    an_item(work, incident, "One")
    work.commit()
    before = visitor.read("/")
    an_item(work, incident, "Two")
    work.commit()

    assert "<b>1</b><span>open</span>" in before
    assert "<b>2</b><span>open</span>" in visitor.read("/")
