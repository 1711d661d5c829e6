from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

from tests.web.api.program import Program, problem
from tests.web.building import an_incident, an_item
from tracker.storage import Store
from web.api.problems import KINDS
from web.app import create_app

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Work

JSON = "application/json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/../../api/nowhere", 404),
        ("GET", "/items/A-1", 404),
        ("GET", "/incidents/I-1", 404),
        ("GET", "/incidents/I-1/items", 404),
        ("GET", "/incidents/I-1/documents", 404),
        ("GET", "/incidents/I-1/timeline", 404),
        ("GET", "/incidents/I-1/history", 404),
        ("GET", "/incidents/I-1/revisions/1", 404),
        ("GET", "/conflicts/1", 404),
        ("GET", "/conflicts/99999999999", 404),
        ("POST", "/conflicts/1/keep", 404),
        ("GET", "/reports/2026-W99", 404),
        ("GET", "/reports/0000-W01", 404),
        ("GET", "/reports/2999-W01", 404),
        ("GET", "/reports/lately", 404),
        ("GET", "/problems/unheard-of", 404),
        ("DELETE", "/items/A-1", 405),
        ("PUT", "/items", 405),
        ("POST", "/health", 405),
        ("BREW", "/health", 405),
    ],
)
def test_every_failure_is_a_problem(program: Program, method: str, path: str, status: int) -> None:
    """A program never gets a page, whatever it asks for."""
    answer = program.send(method, path)

    assert problem(answer, status)["type"] == "about:blank"
    assert bool(answer.headers.get("Allow")) is (status == 405)


@pytest.mark.parametrize("prefix", ["/api/", "/api/v2/items", "/api/v1"])
def test_what_lies_beside_the_api_is_a_problem_too(program: Program, prefix: str) -> None:
    """Everything below /api/ answers programs."""
    assert program.client.get(prefix).status_code == 404
    assert (program.client.get(prefix).mimetype == "text/html") is (not prefix.startswith("/api/"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"{'title': 1}", "not JSON"),
        (b'{"title": NaN}', "NaN is no number"),
        (b'{"title": 1e999, "kind": Infinity}', "Infinity is no number"),
        (b'{"title": "a", "title": "b"}', "'title' stands there twice"),
        (b'{"a": {"b": 1, "b": 2}}', "'b' stands there twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"title": "\xff\xfe"}', "not UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        ('{"title": "x"}'.encode("utf-16"), "not UTF-8"),
    ],
    ids=range(13),
)
def test_a_body_that_is_no_json_is_malformed(
    program: Program, work: Work, data: bytes, words: str
) -> None:
    """Also what parsers understand differently: twice the same key, NaN, other encodings."""
    an_item(work, an_incident(work))
    work.commit()

    told = problem(program.raw("PATCH", "/items/A-1", data, JSON), 400)

    assert words in told["detail"]
    assert told["type"] == "/api/v1/problems/malformed"


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b"[]", "#"),
        (b"null", "#"),
        (b'"{}"', "#"),
        (b"17", "#"),
        (rb'{"title": "a\u0000b"}', "#/title"),
        (rb'{"title": "\ud800"}', "#/title"),
        (rb'{"a": [{"b": "\udfff"}]}', "#/a/0/b"),
        (rb'{"\u0000": 1}', "#/?"),
        (rb'{"\ud800": 1}', "#/?"),
        (b'{"title": 1e999}', "#/title"),
        (b'{"title": %s}' % (b"9" * 4000), "#/title"),
    ],
    ids=range(11),
)
def test_letters_that_no_database_keeps_are_named_by_their_place(
    program: Program, work: Work, data: bytes, pointer: str
) -> None:
    """NUL and half letters never reach the database."""
    an_item(work, an_incident(work))
    work.commit()

    told = problem(program.raw("PATCH", "/items/A-1", data, JSON), 422)

    assert told["errors"][0]["pointer"] == pointer
    assert work.items.get(1).version == 1


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "a/b/c"])
def test_a_body_of_another_kind_is_refused(program: Program, kind: str) -> None:
    """A form of another site cannot pretend to be JSON."""
    problem(program.raw("POST", "/postmortems", b'{"path":"a.md","text":"b"}', kind), 415)


def test_a_body_that_is_too_large_is_refused(program: Program) -> None:
    """More than 2 MiB is not read."""
    body = {"path": "a.md", "text": "x" * 3_000_000}

    assert "2 MiB" in problem(program.send("POST", "/postmortems", body), 413)["detail"]


def test_many_faults_are_told_up_to_a_bound(program: Program) -> None:
    """A hostile body makes no endless answer."""
    body = {f"key-{number}": "\x00" for number in range(500)}

    assert len(problem(program.send("POST", "/postmortems", body), 422)["errors"]) == 20


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://["},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(
    program: Program, work: Work, headers: dict[str, str]
) -> None:
    """While nobody logs in, a visitor's browser is the only door: it says from where it comes."""
    told = problem(program.send("POST", "/sync", **headers), 403)

    assert told["type"] == "/api/v1/problems/foreign-origin"
    assert work.deliveries.wishes() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://localhost"}, {"Sec_Fetch_Site": "same-origin"}],
)
def test_programs_and_our_own_pages_may(program: Program, headers: dict[str, str]) -> None:
    """A program says nothing, and our own pages say that they are ours."""
    assert program.send("POST", "/sync", **headers).status_code == 202


def test_the_address_that_people_use_is_ours(settings: Settings, store: Store) -> None:
    """Behind a proxy, the origin is what [dashboard] url says."""
    dashboard = settings.dashboard.model_copy(update={"url": "https://amends.acme.test"})
    app = create_app(settings.model_copy(update={"dashboard": dashboard}), store)

    answer = Program(app.test_client()).send("POST", "/sync", Origin="https://amends.acme.test")

    assert answer.status_code == 202


@pytest.mark.parametrize("path", ["/items", "/incidents", "/sync", "/health", "/reports"])
def test_a_database_that_is_away_ends_in_503(settings: Settings, path: str) -> None:
    """Programs may try again; how it is built is not told."""
    broken = Store(create_engine("sqlite:////nowhere/at/all.db"))

    told = problem(Program(create_app(settings, broken).test_client()).send("GET", path), 503)

    assert "nowhere" not in str(told)


def test_what_must_not_happen_ends_in_500(program: Program, work: Work) -> None:
    """A row that means nothing is our fault; the answer tells nothing of how it is built."""
    an_item(work, an_incident(work))
    work.session.execute(text("UPDATE items SET status = 'mangled'"))
    work.commit()

    assert "mangled" not in str(problem(program.send("GET", "/items"), 500))


def test_every_kind_of_problem_is_explained(program: Program) -> None:
    """The type of a problem is an address that tells what it means and what to do."""
    told: list[Any] = [program.read(f"/problems/{kind}") for kind in KINDS]

    assert [one["title"] for one in told] == [title for title, _ in KINDS.values()]
    assert all(one["detail"] for one in told)
