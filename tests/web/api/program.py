"""Speaks to the API as a program does, and knows what every problem looks like."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MEMBERS = {"type", "title", "status", "detail", "instance"}


class Program:
    """Sends requests below /api/v1."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def read(self, path: str, **query: Any) -> Any:
        """Return what an address tells."""
        answer = self.client.get(f"/api/v1{path}", query_string=query)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return answer.json

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return its answer; header names are written with underscores."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=names)

    def raw(self, method: str, path: str, data: bytes, kind: str) -> Any:
        """Send bytes and return the answer."""
        return self.client.open(f"/api/v1{path}", method=method, data=data, content_type=kind)

    def whole(self, path: str, **query: Any) -> list[Any]:
        """Return a list from its first to its last part, following the links."""
        answer: Any = self.client.get(f"/api/v1{path}", query_string=query)
        rows = []
        for _ in range(1000):
            assert answer.status_code == HTTPStatus.OK, answer.text
            rows += answer.json["data"]
            link = answer.headers.get("Link")
            assert bool(link) is bool(answer.json["next"])
            if not link:
                return rows
            answer = self.client.get(link[1 : link.index('>; rel="next"')])
        raise AssertionError("the list does not end")


def problem(answer: Any, status: int) -> dict[str, Any]:
    """Return a problem that has everything it should."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = answer.get_json()
    assert set(told) >= MEMBERS
    assert told["status"] == status
    assert answer.headers["Cache-Control"] == "private, no-store"
    return told
