"""Who sees an incident: everybody, or only those who are named."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from flask import Response, jsonify
from pydantic import Field

from tracker import restricting
from tracker.domain.errors import BadInput
from web.api import shapes
from web.api.incidents import IncidentPath
from web.api.problems import Refused
from web.api.resource import BODY, Input, answers, resource
from web.api.texts import Name, number
from web.context import author, now, work
from web.restricting import standing_of

access = resource("access", "Who sees an incident.")

MOST = 200


class Named(Input):
    """Which accounts see an incident; without any, everybody does."""

    names: Annotated[list[Name], Field(max_length=MOST)]


@access.get("/incidents/<incident>/access", responses=answers(shapes.Access))
def show_access(path: IncidentPath) -> Response:
    """Show who sees an incident."""
    return _told(number(path.incident))


@access.put(
    "/incidents/<incident>/access",
    responses=answers(shapes.Access, *BODY, HTTPStatus.CONFLICT),
)
def change_access(path: IncidentPath, body: Named) -> Response:
    """Restrict an incident to those who are named, or open it to everybody."""
    incident = number(path.incident)
    _, standing = standing_of(incident)
    try:
        if body.names:
            restricting.restrict(work(), incident, body.names, author(), now())
        elif standing:
            restricting.unrestrict(work(), incident, author(), now())
    except BadInput as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    made = _told_of(incident)
    work().commit()
    return made


def _told(incident_id: int) -> Response:
    standing_of(incident_id)
    return _told_of(incident_id)


def _told_of(incident_id: int) -> Response:
    standing = work().restrictions.of(incident_id)
    return jsonify(restricted=standing is not None, names=list(standing.names if standing else ()))
