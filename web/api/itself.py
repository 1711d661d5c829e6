"""The API of the API: its health, its description, its problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Response, current_app, jsonify

from web.api import shapes
from web.api.description import described
from web.api.problems import KINDS, PLACE, Refused
from web.api.resource import Path, answers, resource
from web.context import work

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

itself = resource("api", "The API itself.")


class ProblemPath(Path):
    """Which kind of problem is meant."""

    kind: str


@itself.get("/health", responses=answers(shapes.Health))
def show_health() -> Response:
    """Answer where the database answers."""
    return jsonify(status="ok", at=work().clock().isoformat())


@itself.get("/openapi.json", responses=answers(shapes.Description))
def show_description() -> Response:
    """Describe every operation, in OpenAPI 3.1."""
    return jsonify(described(cast("OpenAPI", current_app)))


@itself.get("/problems/<kind>", responses=answers(shapes.ProblemKind))
def show_problem(path: ProblemPath) -> Response:
    """Say what a kind of problem means, and what to do."""
    if path.kind not in KINDS:
        raise Refused(HTTPStatus.NOT_FOUND, "there is no such kind of problem")
    title, detail = KINDS[path.kind]
    return jsonify(type=f"{PLACE}/{path.kind}", title=title, detail=detail)
