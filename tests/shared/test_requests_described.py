"""What the product sends in full cycles is as GitHub and Atlassian describe it.

Needs ../shared/api: skipped without it, failed under CI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amends.sandbox.github.git import SUBMODULE, SYMLINK, Held, name_of
from sync.registry import tracker_for
from tests.fakes.faults import gone
from tests.fakes.moving import removed
from tests.support.descriptions import Watch, watched
from tests.sync.archive import SOURCE, Archive, a_postmortem
from tests.sync.bench import WORDS, Bench
from tests.sync.old_issues import adopted, all_adopted
from tests.sync.places import SECRETS, GitHubPlace, JiraPlace
from tests.sync.telling import EVENTS, telling_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READINGS = ("commits", "git/trees/{tree_sha}", "git/blobs/{file_sha}")
LIST = "/repos/{owner}/{repo}/issues"


@pytest.fixture(name="watch", autouse=True)
def _watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with watched() as watch:
        yield watch


@pytest.fixture(name="bench")
def _bench(tmp_path: Path, migrated_sqlite_url: str) -> Iterator[Bench]:
    """Yield an installation before both trackers, whose two items have their issues."""
    places = (GitHubPlace(tmp_path), JiraPlace(tmp_path))
    bench = Bench(tmp_path, migrated_sqlite_url, places)
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @carol | | ")
    bench.cycles()
    yield bench
    bench.close()
    for place in places:
        place.stop()


def sent(watch: Watch) -> set[str]:
    """Return which operations passed since the last question."""
    found = {one.rpartition(" ")[0] for one in watch.passed}
    watch.passed.clear()
    return found


def test_the_first_cycles_are_as_described(bench: Bench, watch: Watch) -> None:
    """Who are we, where is it, what is there, and the creates, with an owner who is refused."""
    passed = sent(watch)

    assert len(bench.links) == 4
    assert {f"POST {LIST}", f"GET {LIST}", "GET /user", "GET /repos/{owner}/{repo}"} <= passed
    assert "POST /rest/api/3/issue/bulk" in passed
    assert "POST /rest/api/3/search/jql" in passed


def test_edits_are_as_described(bench: Bench, watch: Watch) -> None:
    """Title, owner, priority, due date and text are written as described."""
    sent(watch)
    bench.edit(bench.items[0], title="Ours", owner="@bob", priority="P3", due="2027-01-01")
    bench.edit(bench.items[1], owner="", priority="P0", due="")
    bench.cycles()
    passed = sent(watch)

    assert f"PATCH {LIST}/{{issue_number}}" in passed
    assert "PUT /rest/api/3/issue/{issueIdOrKey}" in passed


MOVES = {
    "done": {},
    "verified": {},
    "in_progress": {},
    "wont_do": {"reason": "Because"},
    "duplicate": {"duplicate_of": "A-2"},
}


@pytest.mark.parametrize(("status", "more"), MOVES.items(), ids=MOVES)
def test_moves_are_as_described(
    bench: Bench, watch: Watch, status: str, more: dict[str, str]
) -> None:
    """Every status, and the way back to open, is written as described."""
    sent(watch)
    bench.edit(bench.items[0], status=status, **more)
    bench.cycles()
    bench.edit(bench.items[0], status="open")
    bench.cycles()

    assert "POST /rest/api/3/issue/{issueIdOrKey}/transitions" in sent(watch)
    assert {place.titled(WORDS[0]).state for place in bench.places} == {"open"}


def test_pulls_are_as_described(bench: Bench, watch: Watch) -> None:
    """What people changed is read as described, quiet cycles included."""
    for place in bench.places:
        place.change(place.titled(WORDS[0]), title="Theirs", state="done")
    watch.passed.clear()
    bench.cycles()
    bench.cycles()

    assert {f"GET {LIST}", "POST /rest/api/3/search/jql"} <= sent(watch)


def test_looks_for_webhooks_are_as_described(bench: Bench, watch: Watch) -> None:
    """A delivery is looked after as described."""
    sent(watch)
    for place in bench.places:
        payload = telling_of(place, place.titled(WORDS[0]))
        bench.deliver(place.name, "d-1", EVENTS[place.provider], payload)
    bench.sync()
    passed = sent(watch)

    assert f"GET {LIST}/{{issue_number}}" in passed
    assert "GET /rest/api/3/issue/{issueIdOrKey}" in passed


def test_verifying_is_as_described(bench: Bench, watch: Watch) -> None:
    """The daily reading of every link, and the question after a place that lost an issue."""
    sent(watch)
    bench.places[0].proxy.lay(removed("/repositories/700000001/issues/1", gone()))
    bench.sync_a_day_later()
    passed = sent(watch)

    assert {"POST /graphql", "POST /rest/api/3/issue/bulkfetch"} <= passed
    assert "GET /repos/{owner}/{repo}" in passed
    assert "github-graphql" in watch.waived


def test_undoing_is_as_described(bench: Bench, watch: Watch) -> None:
    """Fields put back, issues opened again, new ones closed as not planned."""
    bench.edit(bench.items[0], title="Ours", owner="@bob", due="")
    bench.edit(bench.items[1], status="done")
    bench.take_in(f"{WORDS[2]} | | | ", name="other.md")
    bench.sync()
    sent(watch)
    bench.take_back()
    passed = sent(watch)

    assert f"PATCH {LIST}/{{issue_number}}" in passed
    assert {"PUT /rest/api/3/issue/{issueIdOrKey}", "POST /graphql"} <= passed
    assert bench.places[1].titled(WORDS[2]).state == "wont_do"


def test_adopting_is_as_described(bench: Bench, watch: Watch) -> None:
    """All issues, those with a label, one by its name; then block and marker in one edit."""
    bench.take_in(f"{WORDS[2]} | | P1 | ", f"{WORDS[3]} | | | ", name="other.md")
    for place in bench.places:
        place.copy_without_marker(WORDS[2])
        place.copy_without_marker("Another title")
    watch.passed.clear()
    all_adopted(bench, "none")
    all_adopted(bench)
    for place in bench.places:
        adopted(bench, place.titled("Another title"), item=4, at=place)
    bench.cycles()

    assert {link.state.value for link in bench.links} == {"linked"}
    assert all(len(place.issues()) == 4 for place in bench.places)
    assert sent(watch) >= {
        f"GET {LIST}",
        f"PATCH {LIST}/{{issue_number}}",
        "PUT /rest/api/3/issue/{issueIdOrKey}",
    }


def test_examinations_are_as_described(bench: Bench, watch: Watch) -> None:
    """What `amends doctor` asks is described too."""
    sent(watch)
    for target in bench.settings.target:
        tracker = tracker_for(target, bench.settings)
        tracker.introduce({})
        assert tracker.examine() == []
        tracker.reach()

    assert "GET /rest/api/3/mypermissions" in sent(watch)


def test_readings_of_repositories_are_as_described(bench: Bench, watch: Watch) -> None:
    """The commit, the tree whole and folder by folder, the contents, and each refusal."""
    github = bench.places[0]
    assert isinstance(github, GitHubPlace)
    archive = Archive(bench, github)
    archive.ingest()
    odd = {"link.md": Held(SYMLINK, name_of("blob", b"")), "vendored": Held(SUBMODULE, "a" * 40)}
    archive.commit({"a/b.md": a_postmortem("mail"), "c.md": "", **odd})
    sent(watch)
    archive.ingest()
    whole = sent(watch)
    github.sandbox.app.extensions["tree_limit"] = 4
    archive.bench.configure(f'{SOURCE}ref = "main"\n[[source]]\nrepository = "acme/gone"\n')
    archive.ingest()

    assert whole == sent(watch) == {f"GET /repos/{{owner}}/{{repo}}/{one}" for one in READINGS}
    assert "Watch the length of the mail queue" in [item.title for item in bench.items]


def test_the_sandboxs_branches_are_as_described(bench: Bench, watch: Watch) -> None:
    """The product does not ask for them; whoever looks at the sandbox may."""
    github = bench.places[0]
    assert isinstance(github, GitHubPlace)
    Archive(bench, github).commit({"a.md": "# Lunch\n"})
    sent(watch)
    github.asked("/repos/acme/postmortems/branches/main")

    assert sent(watch) == {"GET /repos/{owner}/{repo}/branches/{branch}"}
