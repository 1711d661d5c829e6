"""What is wrong with a target is said in one sentence: by commands, on the page, by the doctor."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from amends.sandbox.furniture import PLAIN, Furniture, OwnField
from tests.amends.shell import Shell
from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.moving import hidden, retold
from tests.sync.bench import ROW, WORDS, Bench
from tests.sync.places import TOKEN, GitHubPlace, JiraPlace
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.sync.places import Place

NO_WRITING = said(403, {"message": "Resource not accessible by personal access token"})
CUSTOMER = Furniture(own_fields=(OwnField("customfield_10010", "Customer", required=True),))


@dataclass
class House:
    """An installation before two places, one of which is in trouble."""

    bench: Bench
    place: Place
    other: Place
    patch: pytest.MonkeyPatch

    @property
    def token(self) -> str:
        """Return the name of the variable with the token of the place in trouble."""
        return f"{self.place.provider.upper()}_TOKEN"

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command as a user does; return its status and its words on one line."""
        answer = Shell(self.bench.folder).quick(*words)
        assert "Traceback" not in answer.out + answer.err
        return answer.status, " ".join(f"{answer.out} {answer.err}".split())


@dataclass(frozen=True)
class Trouble:
    """How a place gets into trouble and out of it; what a person reads, and in which places."""

    provider: str
    spoil: Callable[[House], object]
    mend: Callable[[House], object]
    words: tuple[str, ...]
    furniture: Furniture = field(default=PLAIN)


def heal(house: House) -> None:
    """Let the place do what it does."""
    house.place.proxy.heal()
    house.place.proxy.lift_all()


def wrong_token(house: House) -> None:
    """Let the token be one that nobody knows."""
    house.patch.setenv(house.token, "somebody-elses")


def no_token(house: House) -> None:
    """Let the variable be empty."""
    house.patch.setenv(house.token, "")


def right_token(house: House) -> None:
    """Put the right token into the variable."""
    house.patch.setenv(house.token, TOKEN)


def may_not_write(house: House) -> None:
    """Let the account read only."""
    proxy = house.place.proxy
    proxy.inject(faults.answer(NO_WRITING), "POST", r"/issue(s|/bulk)$", times=None)
    proxy.lay(retold(r"/repos/acme/platform$", _without_push))
    proxy.lay(retold(r"/mypermissions$", _without_create))


def _without_push(told: Any) -> None:
    told["permissions"] = {**dict.fromkeys(told["permissions"], False), "pull": True}


def _without_create(told: Any) -> None:
    told["permissions"]["CREATE_ISSUES"]["havePermission"] = False


def renamed_to(old: str, new: str) -> Callable[[House], None]:
    """Return what writes another name into amends.toml."""

    def rewrite(house: House) -> None:
        path = house.bench.folder / "amends.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return rewrite


def vanish(house: House) -> None:
    """Let the place be deleted: nothing is found there any more."""
    house.place.proxy.lay(hidden())


def fill_in(house: House) -> None:
    """Give the required field a value."""
    with (house.bench.folder / "amends.toml").open("a", encoding="utf-8") as file:
        file.write("")
    house.place.more = '[target.custom_fields]\nCustomer = "All"\n'
    house.bench.configure()


HUB, DESK = '"acme/platform"', 'project = "OPS"'
NOWHERE, NOBODY = '"acme/nowhere"', 'project = "NOPE"'
TROUBLES = {
    "a wrong token, GitHub": Trouble(
        "github", wrong_token, right_token, ("401", "put valid credentials into GITHUB_TOKEN")
    ),
    "a wrong token, Jira": Trouble(
        "jira", wrong_token, right_token, ("401", "credentials into JIRA_USER and JIRA_TOKEN")
    ),
    "no token": Trouble("github", no_token, right_token, ("GITHUB_TOKEN is not set",)),
    "no right to write, GitHub": Trouble("github", may_not_write, heal, ("acme/platform", "give ")),
    "no right to write, Jira": Trouble("jira", may_not_write, heal, ("OPS", "give ")),
    "an unknown repository": Trouble(
        "github",
        renamed_to(HUB, NOWHERE),
        renamed_to(NOWHERE, HUB),
        ("404", "acme/nowhere does not exist", "correct repository in amends.toml"),
    ),
    "an unknown project": Trouble(
        "jira",
        renamed_to(DESK, NOBODY),
        renamed_to(NOBODY, DESK),
        ("404", "NOPE does not exist", "correct project in amends.toml"),
    ),
    "a deleted repository": Trouble(
        "github", vanish, heal, ("404", "acme/platform does not exist", "give that account access")
    ),
    "a deleted project": Trouble("jira", vanish, heal, ("404", "OPS does not exist")),
    "a required field": Trouble(
        "jira", lambda _: None, fill_in, ("Customer", "[target.custom_fields]"), CUSTOMER
    ),
}


@pytest.fixture(name="trouble", params=list(TROUBLES.values()), ids=list(TROUBLES))
def _trouble(request: pytest.FixtureRequest) -> Trouble:
    """Return one of them; the test runs once with each."""
    found: Trouble = request.param
    return found


@pytest.fixture(name="house")
def _house(
    trouble: Trouble, tmp_path: Path, migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """Yield an installation with one item for both places, one of which is in trouble now."""
    github, jira = GitHubPlace(tmp_path), JiraPlace(tmp_path, trouble.furniture)
    bench = Bench(tmp_path, migrated_sqlite_url, [github, jira])
    bench.take_in(ROW)
    place, other = (github, jira) if trouble.provider == "github" else (jira, github)
    house = House(bench, place, other, monkeypatch)
    trouble.spoil(house)
    yield house
    bench.close()
    for one in (github, jira):
        one.stop()


def test_a_sync_says_it_and_goes_on_elsewhere(trouble: Trouble, house: House) -> None:
    """Status 1, one sentence with what to do; the other target has its issue, nothing is lost."""
    status, told = house.run("sync")

    assert status == 1
    assert all(words in told for words in trouble.words), told
    assert [one.title for one in house.other.issues()] == [WORDS[0]]

    trouble.mend(house)
    statuses = [house.run("sync")[0] for _ in range(2)]
    assert statuses[-1] == 0
    assert [one.title for one in house.place.issues()] == [WORDS[0]]
    assert len(house.other.issues()) == 1


def test_the_sync_page_says_it(trouble: Trouble, house: House) -> None:
    """Whoever looks at the page after a cycle reads the same sentence."""
    house.run("sync")
    page = create_app(house.bench.settings, house.bench.store).test_client().get("/sync").text
    shown = " ".join(unescape(page).split())

    assert all(words in shown for words in trouble.words), shown
    assert TOKEN not in shown


def test_the_doctor_says_it(trouble: Trouble, house: House) -> None:
    """The target's line fails with what to do; the other target's is good; status 1."""
    status, told = house.run("doctor")
    mine = " ".join(f"FAIL {one.split(' ok ')[0]}" for one in told.split("FAIL ")[1:])

    assert status == 1
    assert f"FAIL target {house.place.name}:" in mine
    assert f"ok target {house.other.name}:" in told
    assert all(words in mine for words in trouble.words[-1:]), told
    assert TOKEN not in told
