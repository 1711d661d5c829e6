"""Incidents: list, one, its items, documents, timeline, history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from pydantic import Field

from tracker.storage.incident_pages import IncidentsWanted, State
from tracker.storage.items import Wanted
from tracker.storage.lists import CHANGE_ORDER, INCIDENT_ORDERS, IncidentSort, ItemSort
from tracker.telling import change_told, incident_told
from web.api import shapes
from web.api.items import answer_items
from web.api.paging import Part, after, listed
from web.api.resource import Path, answers, resource
from web.api.texts import Day, IncidentName, RowNumber, Words, number
from web.context import desk, documents, lists, queries, today, work

if TYPE_CHECKING:
    from tracker.storage.document_queries import RevisionNote

incidents = resource("incidents", "What happened, what its documents say, and what was promised.")


class IncidentsQuery(Part):
    """Which incidents are asked for."""

    text: Words | None = Field(None, description="Words of the title.")
    severity: Words | None = None
    owner: Words | None = None
    service: Words | None = None
    since: Day | None = Field(None, description="Began on this day or later.")
    until: Day | None = Field(None, description="Began on this day or earlier.")
    state: State = "all"
    sort: IncidentSort = "id"


class IncidentItemsQuery(Part):
    """Which part of an incident's items is asked for, and in which order."""

    sort: ItemSort = "id"


class IncidentPath(Path):
    """Which incident is meant."""

    incident: IncidentName


class RevisionPath(IncidentPath):
    """Which text of a document is meant."""

    revision: RowNumber


@incidents.get("/incidents", responses=answers(shapes.IncidentPart))
def list_incidents(query: IncidentsQuery) -> Response:
    """List incidents with their completion."""
    owner = desk().people.called(query.owner)
    wanted = IncidentsWanted(
        query.text,
        query.severity,
        owner,
        query.state,
        query.service,
        date.fromisoformat(query.since) if query.since else None,
        date.fromisoformat(query.until) if query.until else None,
    )
    key = after(query, INCIDENT_ORDERS[query.sort], query.sort)
    found = lists().incidents(wanted, today(), query.sort, key, query.limit)
    paths = lists().paths([one.completion.incident.id for one in found.rows])
    told = [
        incident_told(one.completion, paths.get(one.completion.incident.id, ()))
        for one in found.rows
    ]
    return listed(told, found.next, query.sort)


@incidents.get("/incidents/<incident>", responses=answers(shapes.IncidentWhole))
def show_incident(path: IncidentPath) -> Response:
    """Show one incident."""
    one = queries().progress_of(number(path.incident), today())
    incident = one.completion.incident
    paths = lists().paths([incident.id])
    told = incident_told(one.completion, paths.get(incident.id, ()))
    facts = incident.facts
    more: dict[str, Any] = {
        "detected_at": facts.detected_at,
        "timezone": facts.timezone,
        "services": list(facts.services),
        "impact": facts.impact,
        "root_cause": facts.root_cause,
        "resolution": facts.resolution,
        "owners": list(one.completion.owners),
        "targets": list(one.targets),
        "remediated": one.remediated,
        "created_at": incident.created_at.isoformat(),
    }
    return jsonify(told | more)


@incidents.get("/incidents/<incident>/items", responses=answers(shapes.ItemPart))
def list_incident_items(path: IncidentPath, query: IncidentItemsQuery) -> Response:
    """List the items of an incident."""
    incident = work().incidents.get(number(path.incident))
    return answer_items(query, Wanted(incident_id=incident.id), query.sort)


@incidents.get("/incidents/<incident>/timeline", responses=answers(shapes.Timeline))
def list_incident_timeline(path: IncidentPath) -> Response:
    """List what happened, in the order of the document."""
    steps = work().incidents.get(number(path.incident)).facts.timeline
    return listed([{"at": one.at, "text": one.text, "line": one.line} for one in steps])


@incidents.get("/incidents/<incident>/history", responses=answers(shapes.ChangePart))
def list_incident_history(path: IncidentPath, query: Part) -> Response:
    """List what became of an incident and its items, oldest first."""
    incident = work().incidents.get(number(path.incident))
    key = after(query, CHANGE_ORDER)
    found = lists().changes(key, query.limit, incident=incident.id)
    return listed([change_told(one) for one in found.rows], found.next)


@incidents.get("/incidents/<incident>/documents", responses=answers(shapes.Documents))
def list_incident_documents(path: IncidentPath) -> Response:
    """List the documents of an incident with the texts that they had."""
    incident = work().incidents.get(number(path.incident))
    grouped: dict[int, list[RevisionNote]] = {}
    for note in documents().revisions(incident.id):
        grouped.setdefault(note.postmortem_id, []).append(note)
    return listed(
        [
            {
                "id": document,
                "path": notes[0].path,
                "revisions": [
                    {"id": note.id, "number": note.number, "at": note.at.isoformat()}
                    for note in notes
                ],
            }
            for document, notes in grouped.items()
        ]
    )


@incidents.get("/incidents/<incident>/revisions/<revision>", responses=answers(shapes.Revision))
def show_revision(path: RevisionPath) -> Response:
    """Show one text of a document, and where the items stand in it."""
    incident = number(path.incident)
    found = documents().revision(incident, path.revision)
    places = [one for one in documents().places(incident) if one.revision_id == found.id]
    return jsonify(
        id=found.id,
        document=found.postmortem_id,
        path=found.path,
        number=found.number,
        at=found.at.isoformat(),
        sha256=found.sha256,
        text=found.text,
        places=[
            {
                "item": f"A-{one.item_id}",
                "first_line": one.first_line,
                "last_line": one.last_line,
            }
            for one in places
        ],
    )
