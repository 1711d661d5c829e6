"""A restricted incident: whoever is not named for it finds nothing of it, anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.web.addresses import addresses
from tests.web.building import Visitor, a_link, an_account, an_incident, an_item, sign_in, token_in
from tracker import accounts, restricting
from tracker.clock import now
from tracker.domain.access import Role, Scope
from tracker.domain.drafts import Draft, Near, Plan
from tracker.domain.history import Author, Origin
from tracker.domain.incidents import TimelineEntry
from tracker.domain.links import OperationState
from tracker.storage.sight import guarded_tables
from tracker.storage.tables import IncidentRow, ItemRow, Table

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.storage import Work

SECRET = "Zanzibar quagmire"
WORDS = ("zanzibar", "quagmire")
BY = Author(Origin.CLI, "root")
ASKED = (
    "/?q={}", "/?severity={}", "/?owner={}", "/?service={}", "/items?q={}", "/items?owner={}",
    "/items.csv?q={}", "/search?q={}", "/search?q={}&kind=documents", "/search?q={}&kind=items",
    "/api/v1/items?text={}", "/api/v1/incidents?text={}",
)  # fmt: skip
NAMED = ("/items?incident=1", "/items.csv", "/search?q=I-1", "/search?q=A-1", "/search?q=SECRET-7")
NEVER = 4711
LEADING = {"items.by_name", "incidents.by_name"}  # from any key to where its page would be
STRANGERS = ("viewer", "editor", "admin", "token")


@pytest.fixture(autouse=True)
def _house(work: Work) -> None:
    """Store a restricted incident whose every text is secret, and an open one."""
    facts = dict.fromkeys(("severity", "timezone", "impact", "root_cause", "resolution"), SECRET)
    steps = (TimelineEntry("14:05", SECRET, 2),)
    text = f"# {SECRET}\n\n{SECRET}\n- {SECRET}\n"
    incident = an_incident(work, SECRET, text, timeline=steps, services=(SECRET,), **facts)
    item = an_item(work, incident, SECRET, owner=SECRET, priority=SECRET)
    link = a_link(work, item, remote_key="SECRET-7", note=SECRET, remote={"state": SECRET})
    write = work.operations.intend(link.id, "update", now())
    work.operations.change(write.id, OperationState.FAILED, error=SECRET)
    work.conflicts.add(item.id, link.target_id, "title", (SECRET,) * 3, "ours", now())
    known = work.incidents.newest_of(incident.id)[0]
    near = (Near(known.postmortem_id, incident.id, SECRET, SECRET, 1, 1),)
    draft = Draft(0, SECRET, "a", SECRET, None, now(), now(), near=near)
    work.drafts.add(replace(draft, plan=Plan(to=known.postmortem_id)))
    an_item(work, an_incident(work, "Disk full"), "Alert on disk space")
    work.drafts.add(replace(draft, name="Open", key="b", text="Open to all"))
    for role in Role:
        an_account(work, role.value, role)
    an_account(work, "carol", Role.EDITOR)
    restricting.restrict(work, incident.id, ["carol"], BY, now())
    work.commit()


class Asker:
    """Somebody with an account or a token, who asks for every page."""

    def __init__(self, app: Flask, work: Work, name: str) -> None:
        self.client = app.test_client()
        self.headers: dict[str, str] = {}
        if name == "token":
            admin = work.accounts.named("admin")
            _, secret = accounts.make_token(work, admin, "all", Scope.WRITE, None, now())
            work.commit()
            self.headers["Authorization"] = f"Bearer {secret}"
        else:
            sign_in(self.client, name)
            self.headers["X-CSRFToken"] = token_in(self.client.get("/").text)

    def asks(self, path: str, method: str = "GET") -> tuple[int, str]:
        """Return with which status and which words an address is answered."""
        body: dict[str, str] | None = {} if path.startswith("/api") and method != "GET" else None
        answer = self.client.open(path, method=method, headers=self.headers, json=body)
        said = (answer.status_code, answer.text + answer.headers.get("Location", ""))
        answer.close()
        return said


@pytest.mark.parametrize("name", STRANGERS)
def test_no_page_tells_strangers_a_word_of_it(app: Flask, work: Work, name: str) -> None:
    """Every address of the dashboard and the API, asked in every way it answers."""
    asker = Asker(app, work, name)
    told = []
    for one in addresses(app):
        if one.endpoint in {"signing.sign_out", "account.end_sessions", "account.end_session"}:
            continue
        status, text = asker.asks(one.path, one.method)
        told += [(one.method, one.path, "failed")] if status >= 500 else []
        told += [(one.method, one.path, word) for word in WORDS if word in text.casefold()]

    assert told == []


@pytest.mark.parametrize("name", STRANGERS)
def test_no_question_finds_it_for_strangers(app: Flask, work: Work, name: str) -> None:
    """Neither a filter nor a search does, though they ask for its very words or its number."""
    asker = Asker(app, work, name)
    asked = [path.format(word) for path in ASKED for word in ("zanzibar", "zanzibr", SECRET)]
    told = {path for path in (*asked, *NAMED) if "quagmire" in _unasked(asker.asks(path)[1])}
    other = [path.format("quagmir") for path in ASKED]
    told |= {path for path in other if "zanzibar" in asker.asks(path)[1].casefold()}

    assert told == set()


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_are_answered_as_if_there_were_no_such_thing(
    app: Flask, work: Work, name: str
) -> None:
    """Its addresses answer like those of what never was; and what is sent there changes nothing."""
    asker = Asker(app, work, name)
    before = _stored(work)
    wrong = []
    for one, other in zip(addresses(app, 1), addresses(app, NEVER), strict=True):
        if one.path == other.path or (name, one.path) == ("admin", "/incidents/1/access"):
            continue
        found, missing = (asker.asks(it.path, it.method)[0] for it in (one, other))
        mine = one.endpoint.startswith("account.")
        if found != missing and not mine and one.endpoint not in LEADING:
            wrong.append((one.method, one.path, found, missing))

    assert wrong == []
    assert _stored(work) == before


def test_whoever_is_named_sees_it(app: Flask, work: Work) -> None:
    """Lists, pages, search, counts: nothing is missing for Carol."""
    carol = Asker(app, work, "carol")
    seen = ("/", "/incidents/1", "/items", "/items/1", "/sync", "/search?q=zanzibar", "/drafts/1")
    silent = [path for path in seen if "quagmire" not in carol.asks(path)[1].casefold()]
    silent += [
        path
        for path in ("/api/v1/incidents/I-1", "/api/v1/items", "/items.csv")
        if "quagmire" not in carol.asks(path)[1].casefold()
    ]

    assert silent == []
    assert "restricted" in carol.asks("/incidents/1")[1]


def test_strangers_count_without_it(app: Flask, work: Work) -> None:
    """The figures of a page are those of the list that it shows."""
    carol, viewer = Asker(app, work, "carol"), Asker(app, work, "viewer")
    counts = [
        len(json.loads(one.asks(f"/api/v1/{kind}")[1])["data"])
        for one in (carol, viewer)
        for kind in ("incidents", "items", "conflicts", "owners")
    ]

    assert counts == [2, 2, 1, 1, 1, 1, 0, 0]


def test_reports_count_it_and_name_it_by_its_key_alone(app: Flask, work: Work) -> None:
    """For everybody alike, as a report is handed on."""
    incident, item = work.session.get_one(IncidentRow, 1), work.session.get_one(ItemRow, 1)
    incident.severity, item.owner, item.priority = "SEV1", "@alice", "P1"
    work.commit()
    path = f"/api/v1/reports/{now():%G-W%V}"
    texts = [Asker(app, work, name).asks(path)[1].casefold() for name in ("carol", "viewer")]

    assert [("a-1" in text, "restricted" in text) for text in texts] == [(True, True)] * 2
    assert [word for word in WORDS for text in texts if word in text] == []


def test_an_editor_restricts_an_incident_and_opens_it_again(
    client: FlaskClient, work: Work
) -> None:
    """On the incident's page; the history says who named whom."""
    sign_in(client, "editor")
    visitor = Visitor(client)
    page = visitor.read("/incidents/2/access")
    visitor.send("/incidents/2/access", {"name": ["editor", "viewer"]})
    work.session.expire_all()
    closed = work.incidents.get(2).restricted
    work.commit()
    visitor.send("/incidents/2/access", {"open": "1"})
    work.session.expire_all()
    told = [one for one in work.history.of_incident(2) if one.field == "access"]

    assert 'value="editor" checked' in page
    assert (closed, work.incidents.get(2).restricted) == (True, False)
    assert [(one.old, one.new, one.author.who) for one in told] == [
        ("everybody", "editor, viewer", "editor"), ("editor, viewer", "everybody", "editor"),
    ]  # fmt: skip


def test_whoever_names_others_only_is_led_away(client: FlaskClient, work: Work) -> None:
    """From then on it is not found; nobody is named by mistake."""
    sign_in(client, "editor")
    visitor = Visitor(client)
    answer = visitor.send("/incidents/2/access", {"name": ["carol"]})

    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/incidents/2").status_code == 404
    assert work.restrictions.of(2) is not None


@pytest.mark.parametrize(
    ("wanted", "status", "sentence"),
    [
        ({}, 400, "at least one account"),
        ({"name": ["nobody"]}, 404, "no account nobody"),
        ({"name": ["a b"]}, 400, "is no name"),
        ({"open": "1"}, 409, "not restricted"),
    ],
)
def test_what_cannot_be_restricted_is_a_sentence(
    client: FlaskClient, work: Work, wanted: dict[str, object], status: int, sentence: str
) -> None:
    """And everybody still sees it."""
    sign_in(client, "editor")
    answer = Visitor(client).send("/incidents/2/access", wanted)

    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert work.restrictions.of(2) is None


def test_an_admin_names_people_without_seeing(client: FlaskClient, work: Work) -> None:
    """By the number alone; naming oneself is written into the history."""
    sign_in(client, "admin")
    visitor = Visitor(client)
    listed, page = visitor.read("/users"), visitor.read("/incidents/1/access")
    visitor.send("/incidents/1/access", {"name": ["admin", "carol"]})
    last = [one for one in work.history.of_incident(1) if one.field == "access"][-1]

    assert "I-1" in listed
    assert "zanzibar" not in (listed + page).casefold()
    assert (last.old, last.new, last.author.who) == ("carol", "admin, carol", "admin")
    assert client.get("/incidents/1").status_code == 200


def test_viewers_restrict_nothing(client: FlaskClient, work: Work) -> None:
    """Neither what they see nor what they do not."""
    sign_in(client, "viewer")
    token = {"X-CSRFToken": token_in(client.get("/").text)}

    for number in (1, 2):
        assert client.get(f"/incidents/{number}/access").status_code == 403
        assert client.post(f"/incidents/{number}/access", headers=token).status_code == 403
    assert work.restrictions.of(2) is None


def test_a_removed_account_sees_it_no_more_under_its_old_name(app: Flask, work: Work) -> None:
    """Another person of that name is another account."""
    accounts.remove(work, work.accounts.named("carol"))
    an_account(work, "carol", Role.EDITOR)
    work.commit()

    assert Asker(app, work, "carol").asks("/incidents/1")[0] == 404


def test_a_document_of_the_same_name_disturbs_nothing(app: Flask, work: Work) -> None:
    """Whoever does not see the other one gets an incident of their own."""
    editor = Asker(app, work, "editor")
    work.incidents.add_postmortem(1, "brought/queue.md", now())
    work.commit()
    form = {"text": "# Queue\n\n## Action items\n\n- Drain the queue\n", "name": "queue.md"}
    brought = editor.client.post("/bring", data=form, headers=editor.headers)

    assert brought.status_code == 303


def test_every_table_that_hangs_on_an_incident_is_guarded() -> None:
    """A table is open to all only where it is named here."""
    open_to_all = {
        "installation", "targets", "strays", "deliveries", "leases", "budgets", "requests",
        "repositories", "accounts", "sessions", "tokens", "attempts", "search_words", "answers",
        "plans", "feeds", "channels", "dispatches",
        "reports", "report_texts",  # their words are put in as they are read
    }  # fmt: skip
    guarded = {table.name for table in guarded_tables()}

    assert {table.name for table in Table.metadata.sorted_tables} - guarded == open_to_all


def _unasked(text: str) -> str:
    """Return a page without the words that its visitor has typed and sees again."""
    return text.casefold().replace(SECRET.casefold(), "").replace("zanzibar+quagmire", "")


def _stored(work: Work) -> list[object]:
    work.session.expire_all()
    found = [
        work.items.get(1), work.incidents.get(1), work.conflicts.find(1), work.drafts.get(1),
        work.history.of_incident(1), work.restrictions.of(1),
    ]  # fmt: skip
    work.commit()
    return found
