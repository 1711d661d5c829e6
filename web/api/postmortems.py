"""Postmortems: a document's text comes in and is stored, or only read."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Annotated

from flask import Response, jsonify, url_for
from pydantic import Field

from tracker.domain.deadlines import dated
from tracker.extraction import as_json, extract
from tracker.intake import Clerk, Outcome, take_in
from tracker.reading import Document
from tracker.telling import arrival_told
from web.api import shapes
from web.api.idempotency import Key, once
from web.api.resource import BODY, Input, Query, answers, resource
from web.api.texts import VISIBLE, Flag
from web.context import author, desk, now, today, work

postmortems = resource("postmortems", "Documents: read, matched and stored.")


class PostmortemQuery(Query):
    """Whether to store anything."""

    preview: Flag = Field(default=False, description="true: only read it, and store nothing.")


class Postmortem(Input):
    """A document."""

    path: Annotated[
        str,
        Field(
            max_length=400,
            pattern=r"^[^/\\\u0000-\u001f\s][^\\\u0000-\u001f]*$",
            json_schema_extra={"example": "postmortems/2026-11-disk.md"},
            description="By what it is known: sent again with another text, it is a new revision. "
            "Its ending names its notation (.md, .rst, .html, .adoc …).",
        ),
    ]
    text: Annotated[str, Field(pattern=VISIBLE)]


@postmortems.post(
    "/postmortems",
    responses={
        **answers(shapes.Arrival, *BODY, HTTPStatus.CONFLICT, status=201),
        "200": shapes.ArrivalOrExtraction,
    },
)
@once
def bring_postmortem(query: PostmortemQuery, header: Key, body: Postmortem) -> Response:
    """Bring a document: its items are found, matched and stored. 201 where its incident is new."""
    del header
    if query.preview:
        found = dated(extract(body.text, name=PurePosixPath(body.path).name, today=today()))
        return jsonify(as_json(body.path, found))
    settings = desk().settings
    clerk = Clerk(settings.folder, desk().people, now(), today(), author(), settings.terms)
    arrival = take_in(work(), Document(body.path, body.text, None, body.path), clerk)
    made = jsonify(arrival_told(arrival))
    if arrival.outcome is Outcome.ADDED:
        made.status_code = HTTPStatus.CREATED
    if arrival.incident_id:
        address = url_for("api_incidents.show_incident", incident=f"I-{arrival.incident_id}")
        made.headers["Location"] = address
    return made
