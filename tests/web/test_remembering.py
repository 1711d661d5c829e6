"""A page is answered from memory only while it is what would be made anew."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from tests.support.postgres import is_foreign
from tests.web.building import Visitor, an_incident, an_item, token_in
from tracker.clock import now, wait
from tracker.storage import open_store
from tracker.storage.watch import Watch
from web.app import create_app
from web.remembering import PageMemory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings
    from tracker.storage import Store, Work
    from tracker.storage.watch import Mark

PAGES = ("/", "/items", "/incidents/1", "/items/1", "/search?q=alert", "/sync", "/reports")

MINUTE, ENOUGH = 60, 10  # seconds


@pytest.fixture(name="asked")
def _asked(store: Store) -> list[str]:
    """Return a list that fills with what the database is asked."""
    told: list[str] = []

    def heard(*args: Any) -> None:
        told.append(str(args[2]))

    event.listen(store.engine, "before_cursor_execute", heard)
    return told


@pytest.fixture(name="watch")
def _watch(store: Store) -> Iterator[Watch]:
    """Yield a watch of our own, which tells what the dashboard's tells."""
    watch = Watch(store.engine)
    yield watch
    watch.close()


def _settled(watch: Watch) -> Mark:
    """Return the mark before two visits of one minute: a page of another one is another page."""
    left = MINUTE - now().second
    if left < ENOUGH:
        wait(left)
    return watch.mark()


def _holds(watch: Watch, before: Mark) -> bool:
    """Return whether the promise holds: always here; a server of others may move on by itself."""
    return watch.mark() == before or not is_foreign()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_while_nothing_changes(
    visitor: Visitor, work: Work, watch: Watch, asked: list[str], path: str
) -> None:
    """The second visit asks only who visits and whether anything was committed."""
    an_item(work, an_incident(work))
    work.commit()
    before = _settled(watch)
    first = visitor.read(path)
    asked.clear()
    again = visitor.read(path)

    if _holds(watch, before):
        assert again.replace(token_in(again), "") == first.replace(token_in(first), "")
        assert len(asked) <= 2


def test_what_the_server_does_by_itself_costs_one_page_made_anew(
    visitor: Visitor, work: Work, store: Store, watch: Watch, asked: list[str]
) -> None:
    """Statistics of a table are a commit to it: the page is made again, and remembered again."""
    an_item(work, an_incident(work))
    work.commit()
    visitor.read("/items")
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE items"))
    before = _settled(watch)
    asked.clear()
    anew = visitor.read("/items")
    made = len(asked)
    visitor.read("/items")

    assert "Alert on disk space" in anew
    assert made > 2
    if _holds(watch, before):
        assert len(asked) <= made + 2


@pytest.mark.parametrize("path", PAGES[:5])
def test_whatever_is_committed_is_seen_at_once(
    visitor: Visitor, work: Work, store: Store, path: str
) -> None:
    """A change by this process, by another one, or by hand is on the next page."""
    item = an_item(work, an_incident(work))
    work.commit()
    before = visitor.read(path)
    other = open_store(store.engine.url.render_as_string(hide_password=False))
    rename = text("UPDATE items SET title = :new WHERE id = :id")
    retitle = text("UPDATE incidents SET title = :new")
    with other.engine.begin() as connection:
        connection.execute(rename, {"new": "Alert others", "id": item.id})
        connection.execute(retitle, {"new": "Alert others"})
    other.close()
    after = visitor.read(path)
    with store.engine.begin() as connection:
        connection.execute(rename, {"new": "Alert all", "id": item.id})
        connection.execute(retitle, {"new": "Alert all"})
    last = visitor.read(path)

    assert "Alert others" not in before
    assert "others" in after
    assert "others" not in last


def test_a_change_by_a_foreign_program_is_seen(settings: Settings, light_store: Store) -> None:
    """Whoever repairs a database by hand need not restart the dashboard."""
    with light_store.work() as work:
        an_item(work, an_incident(work))
        work.commit()
    visitor = Visitor(create_app(settings, light_store).test_client())
    visitor.read("/items")
    with sqlite3.connect(str(light_store.engine.url.database)) as connection:
        connection.execute("UPDATE items SET title = 'By hand'")
    connection.close()

    assert "By hand" in visitor.read("/items")


def test_a_remembered_form_bears_the_visitors_own_token(
    settings: Settings, store: Store, work: Work
) -> None:
    """A page made for one visitor can be sent by another, and not with the first's token."""
    an_item(work, an_incident(work))
    work.commit()
    app = create_app(settings, store)
    one, other = Visitor(app.test_client()), Visitor(app.test_client())
    first, second = one.read("/items/1"), other.read("/items/1")
    form = {**other.form("/items/1"), "owner": "@alice"}
    answer = other.client.post("/items/1", data={"csrf_token": token_in(second), **form})
    forged = other.client.post("/items/1", data={**form, "csrf_token": token_in(first)})

    assert token_in(first) != token_in(second)
    assert answer.status_code == 303
    assert forged.status_code == 400


def test_a_message_is_shown_once(visitor: Visitor, work: Work) -> None:
    """What was saved is said on the next page and not on the one after."""
    an_item(work, an_incident(work))
    work.commit()
    form = {**visitor.form("/items/1"), "owner": "@alice"}
    visitor.send("/items/1", form, "/items/1")
    first, second = visitor.read("/items/1"), visitor.read("/items/1")

    assert "Saved." in first
    assert "Saved." not in second


def test_memory_keeps_what_was_asked_for_last() -> None:
    """It never holds more than it may, whatever it is given."""
    memory = PageMemory(largest=10)
    memory.keep("a", [b"1234"])
    memory.keep("b", [b"12", b"34"])
    memory.get("a")
    memory.keep("c", [b"1234"])
    memory.keep("huge", [b"x" * 11])

    assert [memory.get(key) for key in ("a", "b", "c", "huge")] == [None] * 4

    memory.keep("d", [b"1"])
    memory.keep("d", [b"12345"])
    memory.keep("e", [b"12345"])

    assert [memory.get(key) for key in "de"] == [[b"12345"], [b"12345"]]
