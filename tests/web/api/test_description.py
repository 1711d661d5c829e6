from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from amends.commands.setup import serve
from web.app import create_app

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.settings import Settings
    from tracker.storage import Store

DOCS = Path(__file__).resolve().parents[3] / "docs" / "api.md"
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}


@pytest.fixture
def app(settings: Settings, light_store: Store) -> Flask:
    """Return the dashboard; what it says of itself does not depend on the database's kind."""
    return create_app(settings, light_store)


@pytest.fixture
def description(client: FlaskClient) -> Any:
    """Return the API's description as it is served."""
    return client.get("/api/v1/openapi.json").json


def test_the_description_is_openapi_3_1(description: Any) -> None:
    """The official schema finds no fault with it, and its schemas are JSON Schema 2020-12."""
    assert description["openapi"].startswith("3.1.")
    assert [one.message for one in OpenAPIV31SpecValidator(description).iter_errors()] == []
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_operation_is_described_and_nothing_else(description: Any, app: Flask) -> None:
    """What Flask answers below /api/v1 is what the description lists."""
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) & METHODS
    }
    told = {
        (path, method.upper())
        for path, operations in description["paths"].items()
        for method in operations
    }

    assert told == served


def test_every_operation_says_what_it_does_and_how_it_fails(description: Any) -> None:
    """A name of its own, a sentence, and a problem for every failure."""
    operations = [one for path in description["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]

    assert len(set(names)) == len(names)
    assert all(one["summary"].endswith(".") for one in operations)
    for one in operations:
        failures = {status: told for status, told in one["responses"].items() if status >= "400"}
        assert set(failures) >= {"404", "422", "500", "503"}
        assert all("application/problem+json" in told["content"] for told in failures.values())


def test_docs_name_every_path(description: Any) -> None:
    """docs/api.md lists each address of the API with each of its methods."""
    told = DOCS.read_text(encoding="utf-8")

    missing = [
        f"{method.upper()} {path}"
        for path, operations in description["paths"].items()
        for method in operations
        if f"`{method.upper()} {path.removeprefix('/api/v1')}`" not in told
    ]

    assert missing == []


def test_docs_name_every_filter_of_items(description: Any) -> None:
    """On the line of the list, or where the page tells what all lists have in common."""
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    told = "\n".join(one for one in lines if one.startswith("| `GET /items`") or one[:1] != "|")
    names = [one["name"] for one in description["paths"]["/api/v1/items"]["get"]["parameters"]]

    assert len(names) > 15
    assert [name for name in names if f"`{name}`" not in told] == []


def test_docs_call_the_port_at_which_we_listen() -> None:
    """The example works where nobody chose another."""
    (port,) = (one for one in serve.params if one.name == "port")
    told = DOCS.read_text(encoding="utf-8")

    assert set(re.findall(r"127\.0\.0\.1:(\d+)", told)) == {str(port.default)}
