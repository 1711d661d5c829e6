from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from tests.web.building import Visitor, a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.domain.incidents import TimelineEntry
from tracker.domain.items import Status
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.storage import Store
from web.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem
    from tracker.settings import Settings
    from tracker.storage import Work

SCRIPT_OF_OTHERS = r'<script(?! type="module" src="/static/js/amends\.js\?v=[0-9a-f]+"></script>)'
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PATHS = (
    "/",
    "/incidents/1",
    "/items",
    "/items/1",
    "/items/2",
    "/search?q=script",
    "/sync",
    "/reports",
    f"/reports/{now():%G-W%V}",
)


def _poisoned_item(work: Work, incident: Incident) -> ActionItem:
    """Store an item that hostile words were said of in every way, and one with hostile evidence."""
    item = an_item(
        work,
        incident,
        EVIL,
        owner=EVIL,
        priority=EVIL,
        refs=(EVIL, "javascript:alert(1)"),
        due=date(2026, 1, 1),
    )
    for told in (
        {"criterion": EVIL, "verify_by": "2026-01-01", "due": "2026-02-01", "due_reason": EVIL},
        {"due": "2026-03-01", "due_reason": EVIL, "due_approver": EVIL},
        {"status": "done", "evidence": EVIL},
        {"failed": EVIL},
    ):
        edit(work, item.id, Edit(told), Author(Origin.WEB, EVIL), People({}), now())
    shown = an_item(work, incident, "Shown", status=Status.DONE)
    proof = {"evidence": "javascript:alert(1)"}
    edit(work, shown.id, Edit(proof), Author(Origin.WEB, EVIL), People({}), now())
    return item


def _poison(work: Work) -> None:
    """Put hostile words into every text that a page shows."""
    told = dict.fromkeys(
        ("severity", "started_at", "ended_at", "detected_at", "timezone", "impact"), EVIL
    )
    incident = an_incident(
        work,
        EVIL,
        f"# {EVIL}\n\n\n{EVIL}\n",
        **told,
        root_cause=EVIL,
        resolution=EVIL,
        services=(EVIL,),
        timeline=(TimelineEntry(EVIL, EVIL, 4),),
    )
    item = _poisoned_item(work, incident)
    a_link(
        work,
        item,
        url="javascript:alert(1)",
        remote_key=EVIL,
        note=EVIL,
        remote={"state": EVIL, "assignee": EVIL},
    )
    ended = {"status": "wont_do", "reason": EVIL, "approver": EVIL}
    edit(work, item.id, Edit(ended), Author(Origin.JIRA, EVIL), People({}), now())
    target = work.targets.known("platform", "github")
    target.report = {"error": EVIL, "requests": EVIL}
    target.reported_at = target.paused_until = now().replace(year=2035)
    target.pause_reason = EVIL
    work.targets.keep(target)
    work.conflicts.add(item.id, target.id, "title", (EVIL, EVIL, EVIL), "ours", now())
    work.commit()


@pytest.mark.parametrize(
    "path", [*PATHS, "/?q=" + EVIL, "/items?q=" + EVIL, "/items?status=" + EVIL]
)
def test_words_of_others_never_become_markup(client: FlaskClient, work: Work, path: str) -> None:
    """A document, an owner or an error that holds a script is shown as the text it is."""
    _poison(work)

    page = client.get(path).text

    assert not re.search(SCRIPT_OF_OTHERS, page)
    assert "<img" not in page
    assert 'href="javascript:' not in page
    assert "&lt;script&gt;" in page or path == "/reports"


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/healthz", "/static/amends.css"])
def test_every_answer_bears_the_security_headers(
    client: FlaskClient, work: Work, path: str
) -> None:
    """Pages, errors and files alike tell the browser to trust nothing else."""
    an_item(work, an_incident(work))
    work.commit()

    with client.get(path) as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PATHS)
def test_no_page_needs_what_the_policy_forbids(client: FlaskClient, work: Work, path: str) -> None:
    """There is no inline style, no inline script, no handler, and nothing of other hosts."""
    an_item(work, an_incident(work))
    work.commit()

    page = client.get(path).text

    assert not re.search(rf"{SCRIPT_OF_OTHERS}|<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r'(?:src|<link[^>]*href)="(?!/static/)', page)


@pytest.mark.parametrize(
    "path",
    [
        "/items/1",
        "/items/1/accept",
        "/items/1/give-up",
        "/sync",
        "/sync/plan",
        "/sync/operations/1/retry",
        "/items/bulk",
        "/conflicts/1/undo",
        "/conflicts/1/keep",
    ],
)
def test_a_form_from_elsewhere_is_refused_with_a_sentence(
    client: FlaskClient, work: Work, path: str
) -> None:
    """Without the page's own token nothing is changed."""
    item = an_item(work, an_incident(work))
    work.commit()

    answer = client.post(path, data={"version": 1, "title": "Forged", "csrf_token": "x"})

    assert answer.status_code == 400
    assert "nothing was changed" in answer.text
    assert work.items.get(item.id).title == item.title
    assert work.deliveries.wishes() == []


def test_the_session_cookie_stays_with_the_browser(client: FlaskClient, work: Work) -> None:
    """Scripts cannot read it and other sites cannot send it along."""
    an_item(work, an_incident(work))
    work.commit()

    cookie = client.get("/items/1").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_session_key_is_the_installations_own(settings: Settings, store: Store) -> None:
    """Two processes of one installation understand each other's cookies, and nobody else's."""
    one, same = create_app(settings, store), create_app(settings, store)
    secret = (settings.folder / "amends.secret").read_text().strip()

    assert one.config["SECRET_KEY"] == same.config["SECRET_KEY"]
    assert secret.encode() not in one.config["SECRET_KEY"]


@pytest.mark.parametrize("path", ["/healthz", "/", "/items", "/sync"])
def test_a_database_that_is_away_ends_in_503(settings: Settings, path: str) -> None:
    """Who asks meanwhile reads a page that says so, without a trace of how it is built."""
    broken = Store(create_engine("sqlite:////nowhere/at/all.db"))
    client = create_app(settings, broken).test_client()

    answer = client.get(path)

    assert answer.status_code == 503
    assert "nowhere" not in answer.text
    assert "database does not answer" in answer.text


def test_health_answers_while_the_database_does(client: FlaskClient) -> None:
    """A watcher reads 200 and a status, without a login."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_form_that_is_too_large_is_refused(visitor: Visitor, work: Work) -> None:
    """Nobody fills the memory through a form."""
    an_item(work, an_incident(work), status=Status.OPEN)
    work.commit()

    answer = visitor.send("/items/1", {"title": "x" * 3_000_000}, "/items/1")

    assert answer.status_code == 413


def test_a_strange_host_changes_nothing(client: FlaskClient) -> None:
    """No address on a page is made from what the request calls the host."""
    page = client.get("/", headers={"Host": 'evil.example"><script>'})

    assert "evil" not in page.text
