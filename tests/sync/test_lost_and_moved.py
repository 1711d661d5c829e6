"""Issues and places that move, vanish or hide: nothing is made again, nothing is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.moving import hidden, rekeyed, removed, renamed, transferred
from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH
from tests.sync.telling import EVENTS, telling_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.calls import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

DELETED = {
    "github, 410": ("github", faults.gone(), "gone"),
    "github, 404": ("github", faults.not_found(), "unreachable"),
    "jira, 404": ("jira", faults.not_found(), "unreachable"),
}


@ON_BOTH
@pytest.mark.parametrize(
    ("place", "reply", "state"), DELETED.values(), ids=DELETED, indirect=["place"]
)
def test_a_deleted_issue_is_never_made_again(
    filed: Bench, place: Place, reply: Reply, state: str
) -> None:
    """The item stays open, its link says what is the matter, and no issue takes its place."""
    place.proxy.lay(removed(place.address(place.only), reply))
    first = filed.sync()
    filed.edit(filed.item, title="Ours")
    later = [filed.sync() for _ in range(3)]
    there = place.issues()

    assert filed.item.status.value == "open"
    assert filed.link_states == [state]
    assert first.notes[0].startswith(f"{filed.item.key} in {place.name}")
    assert [cycle.writes for cycle in later] == [[], [], []]
    assert [cycle.failed for cycle in later] == [False, False, False]
    assert [one.key for one in there] == [place.only.key]
    assert place.proxy.writes.count(f"POST {place.creates}") == 0


@pytest.mark.parametrize(
    ("place", "reply", "state"), DELETED.values(), ids=DELETED, indirect=["place"]
)
def test_a_deletion_told_by_a_webhook_closes_nothing(
    filed: Bench, place: Place, reply: Reply, state: str
) -> None:
    """Without any edit of ours, a delivery about a deleted issue marks its link, no more."""
    payload = telling_of(place, place.only)
    place.proxy.lay(removed(place.address(place.only), reply))
    filed.deliver(place.name, "d-1", EVENTS[place.provider], {**payload, "action": "deleted"})
    cycles = [filed.sync() for _ in range(3)]

    told = "gone" if place.provider == "github" else state  # Jira's event says an update here
    assert filed.link_states == [told]
    assert filed.item.status.value == "open"
    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert place.proxy.writes == []


@ON_BOTH
def test_a_hidden_issue_that_comes_back_is_in_step_again(filed: Bench, place: Place) -> None:
    """A 404 proves no deletion: seen again, the issue gets what waited for it."""
    layer = removed(place.address(place.only), faults.not_found())
    place.proxy.lay(layer)
    filed.edit(filed.item, title="Ours")
    filed.sync()
    place.proxy.lift(layer)
    filed.cycles()

    assert filed.link_states == ["linked"]
    assert place.only.title == "Ours"


def test_lost_permission_is_told_and_nothing_is_closed_or_made(filed: Bench, place: Place) -> None:
    """404 for everything: exit 1, a sentence that names the target, and no write at all."""
    filed.take_in(f"{WORDS[1]} | | | ", name="other.md")
    filed.edit(filed.items[0], title="Ours")
    place.proxy.lay(hidden())
    cycles = [filed.sync() for _ in range(3)]
    ran = filed.ran("sync", "--json")

    assert [cycle.failed for cycle in cycles] == [True, True, True]
    assert ran.status == 1
    assert place.name in ran.told["targets"][0]["error"]
    assert place.proxy.writes == []
    assert {item.status.value for item in filed.items} == {"open"}


@ON_BOTH
def test_after_lost_permission_what_waited_arrives(filed: Bench, place: Place) -> None:
    """Let in again, the edits and the new items arrive."""
    filed.take_in(f"{WORDS[1]} | | | ", name="other.md")
    filed.edit(filed.items[0], title="Ours")
    layer = hidden()
    place.proxy.lay(layer)
    filed.sync()
    filed.sync()
    place.proxy.lift(layer)
    last = filed.cycles()

    assert filed.one_open_issue_an_item()
    assert filed.link_states == ["linked", "linked"]
    assert last.tallies[0].error is None


def test_a_permission_lost_between_reading_and_writing_loses_nothing(
    filed: Bench, place: Place
) -> None:
    """404 for a write alone, while the place hides: the link is not given up for it."""
    filed.edit(filed.item, title="Ours")
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    layer = hidden()

    def hide(call: Call) -> Reply:
        place.proxy.lay(layer)
        return call.pass_on()

    place.proxy.inject(hide, verb, "")
    first = filed.sync()
    place.proxy.lift(layer)
    filed.cycles()

    assert first.failed
    assert filed.link_states == ["linked"]
    assert place.only.title == "Ours"


@ON_BOTH
def test_a_renamed_repository_keeps_its_links(
    github: GitHubPlace, make_bench: Callable[..., Bench], url: str
) -> None:
    """A rename over there changes no link, loses no edit and makes no issue twice."""
    bench = make_bench(url, github)
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    bench.cycles()
    github.proxy.lay(renamed("acme/platform", "acme/base", 700000001))
    github.change(github.only, title="Theirs")
    bench.take_in(f"{WORDS[1]} | | | ", name="other.md")
    last = bench.cycles()

    assert bench.items[0].title == "Theirs"
    assert bench.link_states == ["linked", "linked"]
    assert len(github.issues()) == 2
    assert last.tallies[0].error is None


def test_a_repository_renamed_before_the_first_sync_is_found(
    github: GitHubPlace, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """The configured name may be an old one: 301 leads to the place, its query kept."""
    bench = make_bench(migrated_sqlite_url, github)
    github.proxy.lay(renamed("acme/platform", "acme/base", 700000001))
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    last = bench.cycles()

    assert bench.one_open_issue_an_item()
    assert last.tallies[0].error is None
    assert bench.links[0].remote_key == "acme/base#1"


@ON_BOTH
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirected_create_makes_no_junk(
    github: GitHubPlace, make_bench: Callable[..., Bench], url: str, status: int
) -> None:
    """A redirect of a POST is no issue: it is filed once, at the place itself."""
    bench = make_bench(url, github)
    bench.take_in(f"{WORDS[0]} | | | ")
    away = faults.redirect(status, f"{github.proxy.url}/repositories/700000001/issues")
    github.proxy.inject(faults.answer(away), "POST", github.creates)
    bench.sync()
    bench.cycles()

    assert bench.one_open_issue_an_item()
    assert len(github.issues()) == 1


@ON_BOTH
def test_a_transferred_issue_keeps_its_link(
    github: GitHubPlace, make_bench: Callable[..., Bench], url: str
) -> None:
    """An issue moved to another repository is followed, edited there, and not made again."""
    bench = make_bench(url, github)
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    bench.cycles()
    here = github.address(github.only)
    there = github.moved_to_other(github.only)
    github.proxy.lay(transferred(here, there))
    bench.edit(bench.item, title="Ours")
    last = bench.cycles()

    assert bench.link_states == ["linked"]
    assert github.asked(there)["title"] == "Ours"
    assert last.tallies[0].error is None
    assert bench.links[0].remote_key == "acme/other#1"


@ON_BOTH
def test_a_moved_jira_issue_keeps_its_link(
    jira: JiraPlace, make_bench: Callable[..., Bench], url: str
) -> None:
    """A Jira issue moved to another project has a new key and the same number: it is kept."""
    bench = make_bench(url, jira)
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    bench.cycles()
    jira.proxy.lay(rekeyed("OPS-1", "NEW-7"))
    bench.edit(bench.item, title="Ours")
    bench.cycles()

    assert bench.link_states == ["linked"]
    assert jira.only.title == "Ours"
    assert bench.links[0].remote_key == "NEW-7"


def test_a_target_that_became_another_place_is_refused(
    filed: Bench, place: Place, github: GitHubPlace
) -> None:
    """Under the same name another repository: nothing is filed there, and it is said."""
    del github
    config = filed.folder / "amends.toml"
    before = config.read_text(encoding="utf-8")
    config.write_text(
        before.replace('"acme/platform"', '"acme/other"').replace('"OPS"', '"NONE"'),
        encoding="utf-8",
    )
    ran = filed.ran("sync", "--json")

    assert ran.status == 1
    assert place.name in ran.told["targets"][0]["error"]
    assert place.proxy.writes == []
