"""Calendars and feeds by secret addresses: right, of their owner's sight, revocable."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from amends.logs import without
from tests.web.building import PASSWORD, Visitor, an_account, an_incident, an_item, sign_in
from tracker import accounts, editing, feeding, restricting
from tracker.clock import now
from tracker.dashboard import Dashboard
from tracker.domain.access import Role
from tracker.domain.feeds import FeedKind
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.people import People
from tracker.settings import Person
from web.app import create_app

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from icalendar import Event

    from tracker.settings import Settings
    from tracker.storage import Store, Work

BY = Author(Origin.CLI, "root")
DUE = date(2031, 2, 3)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NASTY = 'a,b;c\\n "x" <b>&amp; é \x07\u202e\ud7ff\ufffe\nEND:VEVENT' + "long " * 60


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return a configuration with an address and two people of one team."""
    people = {
        "@alice": Person(github="alice-gh", team="@dba"),
        "@bob": Person(github="bob-gh", team="@dba"),
        "@carol": Person(github="carol-gh"),
    }
    told = Dashboard(url="https://amends.example/")
    return settings.model_copy(update={"people": people, "dashboard": told})


@pytest.fixture(autouse=True)
def _house(work: Work) -> None:
    """Store three owners' items, and two accounts."""
    incident = an_incident(work, "Disk full")
    an_item(work, incident, "Alert on disk space", owner="@alice", due=DUE, priority="P1")
    an_item(work, incident, "Second", owner="@bob", due=DUE)
    an_item(work, incident, "Third", owner="@carol", due=DUE)
    an_item(work, incident, "Undated", owner="@alice")
    an_item(work, incident, "Perhaps", owner="@alice", due=DUE, status=Status.PROPOSED)
    an_account(work, person="@alice")
    an_account(work, "bob", Role.VIEWER)
    work.commit()


def _made(
    work: Work, settings: Settings, kind: str, about: str | None = None, name: str = "alice"
) -> str:
    """Return the path of a new address."""
    people, account = People(settings.people), work.accounts.named(name)
    feed, secret = feeding.make_feed(work, account, FeedKind(kind), about, people, now())
    work.commit()
    return f"/feeds/{secret}/{feed.kind.file}"


def _events(client: FlaskClient, path: str) -> dict[str, Event]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    read = Calendar.from_ical(answer.data)
    assert [read["version"], read.errors] == ["2.0", []]
    events = read.walk("VEVENT")
    assert [one.errors for one in events] == [[]] * len(events)
    return {str(one["summary"]): cast("Event", one) for one in events}


def _edit(work: Work, item: int, **values: str) -> None:
    editing.edit(work, item, editing.Edit(values), BY, People({}), now())
    work.commit()


def test_a_calendar_without_an_event_is_one(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """It holds a component, as it must, and stays the same; with an event there is no other."""
    path = _made(work, settings, "person", "@nobody")
    first, second = client.get(path), client.get(path)
    full = client.get(_made(work, settings, "person"))
    (zone,) = Calendar.from_ical(first.data).subcomponents

    assert (zone.name, zone["tzid"]) == ("VTIMEZONE", "UTC")
    assert b"DTSTART:19700101T000000\r\n" in first.data
    assert first.data == second.data
    assert [one.name for one in Calendar.from_ical(full.data).subcomponents] == ["VEVENT"]


def test_a_persons_calendar_has_a_whole_day_for_each_open_date(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """Alice's one; nothing that is undated, proposed or of others."""
    events = _events(client, _made(work, settings, "person"))
    one = events["A-1 Alert on disk space"]

    assert list(events) == ["A-1 Alert on disk space"]
    assert (one.decoded("dtstart"), one["status"], one["sequence"]) == (DUE, "CONFIRMED", 0)
    assert one["url"] == "https://amends.example/items/1"
    assert one["transp"] == "TRANSPARENT"
    assert "I-1 Disk full\nOwner: @alice\nPriority: P1" in str(one["description"])


@pytest.mark.parametrize(
    ("kind", "about", "found"),
    [
        ("person", "bob-gh", ["A-2"]),
        ("person", "@nobody", []),
        ("team", "@dba", ["A-1", "A-2"]),
        ("team", "@ops", []),
    ],
)
def test_a_calendar_is_of_one_person_or_one_team(
    client: FlaskClient, work: Work, settings: Settings, kind: str, about: str, found: list[str]
) -> None:
    """By any name that the person has; a team by who is in it."""
    events = _events(client, _made(work, settings, kind, about))

    assert [name[:3] for name in events] == found


def test_an_event_stays_the_same_and_is_cancelled_once_done(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """Its name stays, its sequence grows with each edit; it is gone after a month."""
    path = _made(work, settings, "person")
    before = _events(client, path)["A-1 Alert on disk space"]
    _edit(work, 1, due="2031-04-05")
    moved = _events(client, path)["A-1 Alert on disk space"]
    _edit(work, 1, status="done")
    done = _events(client, path)["A-1 Alert on disk space"]
    item = work.items.get(1)
    long_ago = now() - timedelta(days=31)
    work.items.save(replace(item, closed_at=long_ago), now(), BY)
    work.commit()

    assert before["uid"] == moved["uid"] == done["uid"]
    assert [one["sequence"] for one in (before, moved, done)] == [0, 1, 2]
    assert moved.decoded("dtstart") == date(2031, 4, 5)
    assert moved.decoded("last-modified") >= before.decoded("last-modified")
    assert (moved["status"], done["status"]) == ("CONFIRMED", "CANCELLED")
    assert _events(client, path) == {}


def test_what_is_asked_for_again_is_told_only_where_it_changed(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """304 by its tag; calendars and feeds alike."""
    for kind in ("person", "changes"):
        path = _made(work, settings, kind)
        first = client.get(path)
        same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        _edit(work, 1, priority=f"P{len(kind) % 4}")
        other = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

        assert (same.status_code, same.data, other.status_code) == (304, b"", 200)
        assert first.headers["Cache-Control"] == "private, no-cache"


def test_changes_are_a_feed_that_any_reader_takes(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """The newest first, each with a name for ever, who did it and where it is."""
    _edit(work, 1, status="in_progress")
    answer = client.get(_made(work, settings, "changes"))
    root = ET.fromstring(answer.data)  # noqa: S314  our own
    entries = root.findall("a:entry", ATOM)
    ids = [one.findtext("a:id", "", ATOM) for one in entries]
    first = entries[0]

    assert answer.mimetype == "application/atom+xml"
    assert first.findtext("a:title", "", ATOM) == (
        "A-1 Alert on disk space: status from Open to In progress"
    )
    assert first.findtext("a:author/a:name", "", ATOM) == "root"
    link = first.find("a:link", ATOM)
    assert link is not None
    assert link.attrib["href"] == "https://amends.example/items/1"
    assert root.findtext("a:updated", "", ATOM) == first.findtext("a:updated", "", ATOM)
    assert len(set(ids)) == len(entries) == 6
    assert all(one.startswith("urn:uuid:") for one in ids)


def test_nothing_that_people_write_breaks_out(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """Titles, owners and incidents are words, in both formats."""
    item = an_item(work, an_incident(work, NASTY), NASTY, owner=NASTY, due=date(9999, 12, 31))
    work.commit()
    work.items.save(replace(item, owner="@alice"), now(), Author(Origin.GITHUB, NASTY))
    work.commit()
    calendar, changes = (_made(work, settings, kind) for kind in ("person", "changes"))
    events = _events(client, calendar)
    root = ET.fromstring(client.get(changes).data)  # noqa: S314  our own

    assert len(events) == 2
    assert all(len(line) <= 75 for line in client.get(calendar).data.split(b"\r\n"))
    assert "<b>&amp;" in next(name for name in events if "long" in name)
    assert "<b>&amp;" in root.findtext("a:entry/a:title", "", ATOM)


def test_an_address_tells_what_its_owner_sees(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """Nothing of a restricted incident; to who is named for it, its key and its day."""
    secret = an_incident(work, "Zanzibar")
    an_item(work, secret, "Quagmire", owner="@alice", due=DUE)
    restricting.restrict(work, secret.id, ["alice"], BY, now())
    work.commit()
    kinds = (("person", "@alice"), ("team", "@dba"), ("changes", None))
    told = {
        name: [client.get(_made(work, settings, one, about, name)).text for one, about in kinds]
        for name in ("alice", "bob")
    }

    for text in told["alice"] + told["bob"]:
        assert "Zanzibar" not in text
        assert "Quagmire" not in text
    assert all("A-6" in text for text in told["alice"])
    assert not any("A-6" in text or "I-2" in text for text in told["bob"])


def test_an_address_that_is_none_or_revoked_is_not_found(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """Nor one with another ending, nor one whose account is gone; no token opens it."""
    path, other = _made(work, settings, "person"), _made(work, settings, "changes", name="bob")
    assert client.get(path).status_code == 200
    secret = path.split("/")[2]
    work.feeds.revoke(1)
    accounts.remove(work, work.accounts.named("bob"))
    work.commit()

    for wrong in (path, other, f"/feeds/{secret}/changes.atom", "/feeds/x/person.ics"):
        assert client.get(wrong).status_code == 404
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/items", headers=headers).status_code == 401


def test_an_address_is_made_shown_once_and_revoked_under_ones_name(
    client: FlaskClient, work: Work
) -> None:
    """Whole, so that it can be copied; nobody revokes that of another."""
    sign_in(client)
    alice = Visitor(client)
    page = alice.send("/account/feeds", {"kind": "person"}, "/account")
    shown = page.text[page.text.index("https://amends.example/feeds/") :].split('"')[0]
    path = shown.removeprefix("https://amends.example")
    listed = alice.read("/account")

    assert page.headers["Cache-Control"] == "no-store"
    assert "Due dates of @alice" in listed
    assert path.split("/")[2] not in listed
    assert client.get(path).status_code == 200
    assert work.feeds.all()[0].last_used_at is not None
    work.commit()
    bob = client.application.test_client()
    sign_in(bob, "bob")
    assert Visitor(bob).send("/account/feeds/1/revoke", {}, "/account").status_code == 404
    assert alice.send("/account/feeds/1/revoke", {}, "/account").status_code == 303
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"kind": "everything"}, "hoose one of person, team, changes"),
        ({"kind": "team"}, "name one team"),
        ({"kind": "team", "about": "x" * 201}, "name one team"),
        ({}, "hoose one of"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    client: FlaskClient, work: Work, wanted: dict[str, str], sentence: str
) -> None:
    """With a sentence; nothing was made."""
    sign_in(client)
    answer = Visitor(client).send("/account/feeds", wanted, "/account")

    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert work.feeds.all() == []


def test_a_new_password_ends_addresses_where_that_is_ticked(
    client: FlaskClient, work: Work, settings: Settings
) -> None:
    """With the tokens, in the same step."""
    _made(work, settings, "person")
    sign_in(client)
    form = {"current": PASSWORD, "new": "another long one", "revoke": "1"}
    Visitor(client).send("/account/password", form, "/account")

    assert work.feeds.all() == []


def test_no_address_gets_into_the_log(
    app: Flask, work: Work, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where reading one fails: what the log writes has it struck out."""
    path = _made(work, settings, "person")
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get(path).status_code == 200
        app.config["SECRET_KEY"] = ""
        broken = app.test_client().get(path)
    secret = path.split("/")[2]
    lines = [without(f"{one.getMessage()} {one.exc_text or ''}", ()) for one in caplog.records]

    assert broken.status_code == 500
    assert [line for line in lines if secret in line] == []
    assert any("[secret]/person.ics" in line for line in lines)


def test_addresses_are_read_under_any_name(store: Store, settings: Settings, work: Work) -> None:
    """A calendar asks as it can; the secret is the proof."""
    told = Dashboard(url="https://amends.example", allowed_hosts=("amends.example",))
    client = create_app(settings.model_copy(update={"dashboard": told}), store).test_client()
    path = _made(work, settings, "changes")

    assert client.get(path, headers={"Host": "10.1.2.3"}).status_code == 200
