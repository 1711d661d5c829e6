from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.incidents import TimelineEntry
from tracker.domain.items import Status

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.storage import Work

YESTERDAY = (now() - timedelta(days=2)).date()


def test_an_empty_dashboard_says_what_to_do_next(visitor: Visitor) -> None:
    """Who opens Amends for the first time reads which command brings the first incident."""
    assert "amends ingest postmortems/" in visitor.read("/")


def test_completion_counts_done_of_total_and_leaves_given_up_items_apart(
    visitor: Visitor, work: Work
) -> None:
    """What was given up with an approver is no part of the total; late ones are said to be late."""
    incident = an_incident(work)
    an_item(work, incident, "One", status=Status.DONE)
    an_item(work, incident, "Two", status=Status.IN_PROGRESS, due=YESTERDAY)
    an_item(work, incident, "Three")
    an_item(work, incident, "Four", status=Status.WONT_DO, approver="the lead")
    an_item(work, incident, "Five", status=Status.WONT_DO, accepted_at=now())
    an_item(work, incident, "Six", status=Status.WONT_DO)  # a proposal that nobody accepted
    work.commit()

    page = visitor.read("/")

    assert "1 of 4 done, 1 in progress, 1 open, 1 overdue, 3 won\u2019t do" in page
    assert "3 won\u2019t do" in page


@pytest.mark.parametrize(
    ("figure", "query"),
    [
        ("open", ""),
        ("overdue", "&overdue=1"),
        ("without a date", "&undated=1"),
        ("without an owner", "&unowned=1"),
    ],
)
def test_each_total_is_the_length_of_the_list_it_leads_to(
    visitor: Visitor, work: Work, figure: str, query: str
) -> None:
    """No number on the first page promises items that its own list does not show."""
    incident = an_incident(work)
    an_item(work, incident, "Late", due=YESTERDAY, owner="@alice")
    an_item(work, incident, "Nobody's")
    an_item(work, incident, "Done late", due=YESTERDAY, status=Status.DONE)
    work.commit()

    listed = visitor.read(f"/items?status=open&status=in_progress{query}").count('<th scope="row">')
    page = " ".join(visitor.read("/").replace("<", " <").split())

    assert f"<b>{listed} </b>" in page.replace("</b>", "</b>")
    assert listed == {"open": 2, "overdue": 1}.get(figure, 1)


def test_incidents_are_found_by_text_severity_owner_and_state(visitor: Visitor, work: Work) -> None:
    """Filters narrow the list, and all of them live in the address."""
    first = an_incident(work, "Database down", severity="SEV1")
    second = an_incident(work, "Certificate expired", severity="SEV2")
    an_item(work, first, "A", owner="@alice")
    an_item(work, second, "B", owner="@bob", status=Status.DONE)
    work.commit()

    for query in ("q=DATABASE", "severity=SEV1", "owner=@alice", "state=open"):
        page = visitor.read(f"/?{query}")
        assert "Database down" in page
        assert "Certificate expired" not in page
    assert "Certificate expired" in visitor.read("/?state=remediated")


def test_an_incident_is_remediated_once_its_urgent_items_are_done(
    visitor: Visitor, work: Work
) -> None:
    """An open P3 does not hold remediation up where P1 items are done (M7)."""
    incident = an_incident(work)
    an_item(work, incident, "Urgent", status=Status.DONE, priority="P1")
    an_item(work, incident, "Nice", priority="P3")
    work.commit()

    assert "remediated</span>" in visitor.read("/?state=remediated")


def test_an_open_urgent_item_keeps_an_incident_from_being_remediated(
    visitor: Visitor, work: Work
) -> None:
    """Done P3 items do not make up for an open P0."""
    incident = an_incident(work)
    an_item(work, incident, "Urgent", priority="p0")
    an_item(work, incident, "Nice", status=Status.DONE, priority="P3")
    work.commit()

    assert "No incident matches" in visitor.read("/?state=remediated")


def test_long_lists_come_in_pages_of_fifty(visitor: Visitor, work: Work) -> None:
    """Every incident is on exactly one page; beyond the last page stands the last."""
    for number in range(51):
        an_incident(work, f"Outage {number}")
    work.commit()

    assert visitor.read("/").count('<th scope="row">') == 50
    assert visitor.read("/?page=2").count('<th scope="row">') == 1
    assert "51\u201351 of 51 incidents" in visitor.read("/?page=99999")


def test_an_incident_shows_its_facts_in_words(visitor: Visitor, work: Work) -> None:
    """Start and length are told as people say them, and what is not told is said to be so."""
    incident = an_incident(
        work,
        started_at="2023-09-01T15:00:00+00:00",
        duration_minutes=690,
        root_cause="Logs filled the disk.",
        timeline=(TimelineEntry("14:05", "Alarm rang", 3),),
    )
    work.commit()

    page = visitor.read(f"/incidents/{incident.id}").replace("\xa0", " ")

    assert "1 Sep 2023, 15:00 UTC" in page
    assert "11 hours 30 minutes" in page
    assert "Logs filled the disk." in page
    assert "Alarm rang" in page
    assert "not told" in page


def test_the_document_is_marked_where_an_item_stands(visitor: Visitor, work: Work) -> None:
    """The item's row leads to its line, and the line leads to the item."""
    incident = an_incident(work)
    item = an_item(work, incident)
    a_link(work, item, remote={"state": "closed"})
    work.commit()
    document = work.incidents.newest_of(incident.id)[0].postmortem_id
    work.rollback()

    page = visitor.read(f"/incidents/{incident.id}")

    assert f'href="#d{document}-A{item.id}-L4"' in page
    assert f'id="d{document}-A{item.id}-L4" href="/items/{item.id}"' in page
    assert f"acme/platform#{item.id}" in page


def test_older_texts_of_a_document_stay_readable(visitor: Visitor, work: Work) -> None:
    """A revision that was replaced is listed, and shown as an older one."""
    incident = an_incident(work)
    first = work.incidents.newest_of(incident.id)[0]
    work.incidents.revise(first.postmortem_id, "other", "# Rewritten\n", 1, now())
    work.commit()

    assert "Rewritten" in visitor.read(f"/incidents/{incident.id}")
    old = visitor.read(f"/incidents/{incident.id}?revision={first.id}")
    assert "This is an older text" in old
    assert "Rehearse the restore" in old


def test_the_name_of_an_incident_leads_to_its_page(visitor: Visitor) -> None:
    """People write I-3; the address knows what they mean, and builds nothing from the host."""
    answer = visitor.client.get("/incidents/I-3", headers={"Host": "localhost:81"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/incidents/3"
