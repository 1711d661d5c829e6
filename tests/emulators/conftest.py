"""An installation before an emulator, on SQLite. This group never skips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators import departures
from tests.emulators.places import EmulateForApps, emulate, jira820
from tests.sync.bench import WORDS, Bench
from tests.sync.places import SECRETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.emulators.places import Emulate, Jira820
    from tests.sync.places import Place

ROWS = (f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @bob | | ")


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Emulate]:
    """Yield a GitHub by `emulate`, signed in to by a token."""
    with emulate(tmp_path) as place:
        yield place


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Emulate]:
    """Yield the same, signed in to as an App."""
    with emulate(tmp_path, EmulateForApps) as place:
        place.proxy.lay(departures.has_no_bots)
        yield place


@pytest.fixture
def bare_jira(tmp_path: Path) -> Iterator[Jira820]:
    """Yield a Jira Data Center by `jira820`, with all its departures."""
    with jira820(tmp_path) as place:
        yield place


@pytest.fixture
def jira(bare_jira: Jira820) -> Jira820:
    """Return the same, with what it lacks made good."""
    bare_jira.proxy.lay(departures.takes_milliseconds_for_days)
    bare_jira.proxy.lay(departures.KnowsKeysOnly())
    return bare_jira


@pytest.fixture(params=["github", "app", "jira"])
def place(request: pytest.FixtureRequest) -> Place:
    """Return each emulator in turn."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def bench(tmp_path: Path, migrated_sqlite_url: str, place: Place) -> Iterator[Bench]:
    """Yield an installation with two items, none of them filed yet."""
    bench = Bench(tmp_path, migrated_sqlite_url, [place])
    bench.take_in(*ROWS)
    yield bench
    bench.close()
