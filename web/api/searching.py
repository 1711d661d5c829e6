"""Search over incidents, items and documents, as on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from flask import Response, jsonify
from pydantic import Field

from tracker.search.marks import pattern_of
from tracker.search.question import LONGEST, question_of
from tracker.storage.search import Kind
from web.api import shapes
from web.api.paging import USUAL, Limit
from web.api.resource import Query, answers, resource
from web.api.texts import STORABLE
from web.search import find, told_results

if TYPE_CHECKING:
    from web.search import Result

searching = resource("search", "Words and keys, wherever they stand.")


class SearchQuery(Query):
    """What is looked for."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST,
            pattern=STORABLE,
            description="Words, or a key such as A-17 or acme/platform#12.",
            json_schema_extra={"example": "disk"},
        ),
    ]
    kind: Kind | None = None
    limit: Limit = USUAL


@searching.get("/search", responses=answers(shapes.Hits))
def search_everything(query: SearchQuery) -> Response:
    """Search incidents, items and the newest texts of documents; slips are forgiven."""
    found = find(question_of(query.q))
    hits = [one for one in found.hits if query.kind in {None, one.kind}][: query.limit]
    pattern = pattern_of(found.terms)
    told: dict[tuple[str, int], Any] = {}
    for kind in {one.kind for one in hits}:
        ids = [one.id for one in hits if one.kind == kind]
        for number, result in zip(ids, told_results(kind, ids, pattern), strict=True):
            told[kind, number] = _told(kind, result)
    data = [told[one.kind, one.id] for one in hits]
    return jsonify(data=data, next=None, loose=bool(found.loose and data))


def _told(kind: Kind, result: Result) -> dict[str, Any]:
    thing = result.thing
    names = {
        "incidents": lambda: f"I-{thing.id}",
        "items": lambda: f"A-{thing.item.id}",
        "documents": lambda: f"I-{thing.incident_id}",
    }
    return {
        "kind": kind.removesuffix("s"),
        "id": names[kind](),
        "title": "".join(one.text for one in result.title),
        "text": "".join(one.text for one in result.text) or None,
        "path": thing.path if kind == "documents" else None,
    }
