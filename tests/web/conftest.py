"""A dashboard over a real database, and somebody who visits it."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.web.building import Visitor
from tracker.settings import Person, Settings, Target
from tracker.storage import open_store
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.storage import Store, Work


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a configuration with two targets and Alice."""
    github = {"provider": "github", "token_env": "TOKEN", "repository": "acme/platform"}
    jira = {"provider": "jira", "token_env": "TOKEN", "project": "OPS"}
    return Settings(
        folder=tmp_path,
        target=(
            Target(name="platform", webhook_secret_env="GITHUB_HOOK", **github),
            Target(name="quiet", **github),
            Target(name="ops", base_url="https://j.test", webhook_secret_env="JIRA_HOOK", **jira),
        ),
        people={"@alice": Person(github="alice-gh")},
    )


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """Yield an opened database, once of each kind."""
    opened = open_store(migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """Yield a unit of work in which a test prepares what pages show."""
    with store.work() as unit:
        yield unit


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    """Return the dashboard."""
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without eyes."""
    return app.test_client()


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    """Return somebody who reads pages and sends their forms."""
    return Visitor(client)


@pytest.fixture
def light_store(migrated_sqlite_url: str) -> Iterator[Store]:
    """Yield an opened SQLite database, for tests that look at pages in a browser."""
    opened = open_store(migrated_sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def address(settings: Settings, light_store: Store) -> Iterator[str]:
    """Yield where the dashboard over *light_store* is served."""
    server = make_server("127.0.0.1", 0, create_app(settings, light_store), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
