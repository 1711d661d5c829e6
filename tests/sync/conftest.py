"""An installation before each tracker, before both, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import DATABASES
from tests.sync.archive import Archive, a_postmortem
from tests.sync.bench import ROW, Bench
from tests.sync.editions import EDITIONS, AppPlace, DataCenterPlace, EnterprisePlace
from tests.sync.places import PLACES, SECRETS, GitHubPlace, JiraPlace, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from amends.sandbox.furniture import Furniture

ON_BOTH = pytest.mark.parametrize("url", DATABASES, indirect=True)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubPlace]:
    """Yield a GitHub with a proxy before it."""
    place = GitHubPlace(tmp_path)
    yield place
    place.stop()


@pytest.fixture
def jira(tmp_path: Path) -> Iterator[JiraPlace]:
    """Yield a Jira with a proxy before it."""
    place = JiraPlace(tmp_path)
    yield place
    place.stop()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppPlace]:
    """Yield a GitHub in which an App is installed."""
    place = AppPlace(tmp_path)
    yield place
    place.stop()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DataCenterPlace]:
    """Yield a Jira Data Center."""
    place = DataCenterPlace(tmp_path)
    yield place
    place.stop()


@pytest.fixture
def enterprise(tmp_path: Path) -> Iterator[EnterprisePlace]:
    """Yield a GitHub Enterprise Server."""
    place = EnterprisePlace(tmp_path)
    yield place
    place.stop()


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Yield either tracker; the test runs once with each, or with the EDITIONS it names."""
    if request.param in PLACES:
        yield request.getfixturevalue(request.param)
        return
    found = EDITIONS[request.param](tmp_path)
    yield found
    found.stop()


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Yield a function that makes an installation; all are ended with the test."""
    made: list[Bench] = []

    def make(url: str, *places: Place, **times: float) -> Bench:
        made.append(Bench(tmp_path, url, places, **times))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Return the address of a migrated SQLite database, or of the kind that ON_BOTH names."""
    kind = getattr(request, "param", DATABASES[0])
    return str(request.getfixturevalue(f"migrated_{kind.removesuffix('ql')}_url"))


@pytest.fixture
def bench(make_bench: Callable[..., Bench], place: Place, url: str) -> Bench:
    """Return an installation before one tracker, on SQLite or as ON_BOTH says."""
    return make_bench(url, place)


@pytest.fixture
def bench_on_both(make_bench: Callable[..., Bench], place: Place, migrated_url: str) -> Bench:
    """Return an installation before one tracker, once on each kind of database."""
    return make_bench(migrated_url, place)


@pytest.fixture
def double(
    make_bench: Callable[..., Bench],
    github: GitHubPlace,
    jira: JiraPlace,
    migrated_sqlite_url: str,
) -> Bench:
    """Return an installation before both trackers: every item goes to both."""
    return make_bench(migrated_sqlite_url, github, jira)


@pytest.fixture
def filed(bench: Bench) -> Bench:
    """Return an installation whose one item, of Alice's, is filed; nothing is counted yet."""
    bench.take_in(ROW)
    bench.cycles()
    bench.places[0].proxy.forget()
    return bench


@pytest.fixture
def double_filed(double: Bench) -> Bench:
    """Return an installation whose one item has an issue in either tracker."""
    double.take_in(ROW)
    double.cycles()
    return double


@pytest.fixture
def archive(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_sqlite_url: str
) -> Archive:
    """Return an installation that reads a repository of two postmortems, on SQLite."""
    return an_archive(make_bench(migrated_sqlite_url, github), github)


@pytest.fixture
def archive_on_both(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_url: str
) -> Archive:
    """Return the same, once on each kind of database."""
    return an_archive(make_bench(migrated_url, github), github)


def an_archive(bench: Bench, github: GitHubPlace) -> Archive:
    """Return an installation that reads a repository of two postmortems."""
    archive = Archive(bench, github)
    archive.commit({"mail.md": a_postmortem("mail"), "2026/search.md": a_postmortem("search")})
    return archive


@pytest.fixture
def furnished(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Yield a function that starts a tracker with issue types, components and the like."""
    made: list[Place] = []

    def make(provider: str, furniture: Furniture, more: str = "") -> Place:
        made.append(PLACES[provider](tmp_path, furniture))
        made[-1].more = more
        return made[-1]

    yield make
    for one in made:
        one.stop()
