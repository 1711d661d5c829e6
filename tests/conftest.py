"""What every test may ask for: databases of both kinds, and a browser."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.browser import ADVICE, FLAGS, find_browser
from tests.support.postgres import Postgres, running_postgres

DATABASES = ("sqlite", "postgresql")
PATIENCE = 60_000  # milliseconds: what a busy machine may let a page wait

settings.register_profile(
    "amends", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("amends")
for name in [name for name in os.environ if name.startswith("AMENDS_") and "TEST" not in name]:
    del os.environ[name]  # a developer's own configuration is none of the tests' business
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for what a script starts beside itself
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what we start is to hear it


@pytest.fixture(scope="session", name="postgres")
def _postgres() -> Iterator[Postgres]:
    """Yield the session's PostgreSQL server, started for the first test that needs it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'amends.db'}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database."""
    with postgres.database() as address:
        yield address


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param.removesuffix('ql')}_url"))


@pytest.fixture(scope="session", name="migrated_file")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file for others to copy."""
    path = tmp_path_factory.mktemp("migrated") / "amends.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_file: Path, tmp_path: Path) -> str:
    """Return the address of an SQLite database with this version's tables and no rows."""
    shutil.copyfile(migrated_file, tmp_path / "amends.db")
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(postgres: Postgres) -> Iterator[str]:
    """Yield the address of a PostgreSQL database with this version's tables and no rows."""
    with postgres.migrated(_upgrade) as address:
        yield address


@pytest.fixture(params=DATABASES)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a migrated database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"migrated_{request.param.removesuffix('ql')}_url"))


@pytest.fixture(scope="session", name="browser")
def _browser() -> Iterator[Browser]:
    """Yield the session's browser, started for the first test that needs it."""
    program = find_browser()
    if program is None:
        pytest.fail(ADVICE)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page that knows nothing of the tests before; it reaches this machine only."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def _upgrade(address: str) -> None:
    import_module("tracker.storage.engine").upgrade(address)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell a failure as soon as it happens: a run that is ended early tells no summary."""
    if report.failed and not os.environ.get("PYTEST_XDIST_WORKER"):
        print(f"\nFAILED {report.nodeid} ({report.when})", file=sys.stderr, flush=True)  # noqa: T201
