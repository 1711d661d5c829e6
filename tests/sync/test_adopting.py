"""An issue that was there before becomes an item's, and nobody's words are lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sync.adopting import Adopting, adopt_one
from tests.fakes.calls import Call, Reply
from tests.sync.bench import ROW, WORDS, Bench
from tests.sync.old_issues import (
    WORDS_OF_PEOPLE,
    adopted,
    all_adopted,
    old_issue,
    pairs,
    planned,
    short,
)
from tracker.domain.errors import AmendsError, BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sync.places import GitHubPlace, Place


def test_adopting_by_address_writes_nothing_and_the_next_sync_one_edit(
    bench_on_both: Bench, place: Place
) -> None:
    """The link is stored at once; block and marker follow in one announced write."""
    bench = bench_on_both
    bench.take_in(ROW)
    one = old_issue(place, "Queue alerts", text=WORDS_OF_PEOPLE)
    place.proxy.forget()
    adopted(bench, one)
    before = place.proxy.writes
    announced = bench.plan().writes
    done = bench.sync()

    assert before == []
    assert bench.link_states == ["linked"]
    assert [write.told() for write in done.writes] == [write.told() for write in announced]
    assert [write.operation for write in done.writes] == ["update"]
    assert len([one for one in place.proxy.writes if "search" not in one]) == 1
    assert len(place.issues()) == 1


def test_words_of_people_stay_byte_for_byte(bench: Bench, place: Place) -> None:
    """Our part stands below theirs, whatever theirs end with."""
    bench.take_in(ROW)
    one = old_issue(place, text=WORDS_OF_PEOPLE)
    adopted(bench, one)
    bench.cycles()

    assert place.only.text.startswith(one.text + "\n\n")
    assert WORDS[0] in place.only.text.removeprefix(one.text)


def test_an_adopted_issue_is_at_rest_after_one_write(bench: Bench, place: Place) -> None:
    """It costs what any other costs: an idle cycle is one request."""
    bench.take_in(ROW)
    adopted(bench, old_issue(place))
    bench.cycles()
    place.proxy.forget()
    idle = bench.sync()

    assert idle.writes == []
    assert place.proxy.requests == 1


def test_an_adopted_issue_follows_and_leads_like_any_other(bench: Bench, place: Place) -> None:
    """Edits go both ways from then on, though somebody else made the issue."""
    bench.take_in(ROW)
    adopted(bench, old_issue(place))
    bench.cycles()
    bench.wait(1.1)
    place.change(place.only, state="done")
    bench.cycles()
    closed = bench.item.status.value
    bench.edit(bench.item, status="open", title="Alert sooner")
    bench.cycles()

    assert closed == "done"
    assert (place.only.state, place.only.title) == ("open", "Alert sooner")


def test_what_the_issue_says_is_taken_and_what_it_leaves_open_is_filled_in(
    bench: Bench, place: Place
) -> None:
    """No field of the issue is overwritten; ours that gave way are in the conflict list."""
    bench.take_in(ROW)
    one = old_issue(place, "Queue alerts", owner="bob")
    adopted(bench, one)
    bench.cycles()

    shown = place.only
    assert (shown.title, shown.owner, shown.priority, shown.due) == (
        "Queue alerts",
        "bob",
        "P1",
        "2026-12-01",
    )
    assert (bench.item.title, bench.item.owner) == ("Queue alerts", "@bob")
    told = {(one.field, one.ours, one.kept) for one in bench.conflicts}
    assert {("title", WORDS[0], "theirs"), ("owner", _account(place, "alice"), "theirs")} <= told


def _account(place: Place, name: str) -> str:
    return f"sandbox:{name}" if place.provider == "jira" else name


def test_a_field_that_is_pushed_only_is_ours_and_theirs_is_listed(
    bench: Bench, place: Place
) -> None:
    """The directions of the target hold from the first moment."""
    place.more = 'fields = { title = "push", owner = "off" }\n'
    bench.configure()
    bench.take_in(ROW)
    adopted(bench, old_issue(place, "Queue alerts", owner="bob"))
    bench.cycles()

    assert (place.only.title, place.only.owner) == (WORDS[0], "bob")
    assert bench.item.owner == "@alice"
    kept = [(one.field, one.theirs, one.kept) for one in bench.conflicts if one.field == "title"]
    assert kept == [("title", "Queue alerts", "ours")]


def test_the_block_may_be_left_out(github: GitHubPlace, bench_of_github: Bench) -> None:
    """With the block switched off only the hidden marker is added."""
    bench = bench_of_github
    github.more = 'fields = { block = "off" }\n'
    bench.configure()
    bench.take_in(ROW)
    adopted(bench, old_issue(github, text="Words."))
    bench.cycles()

    assert re.fullmatch(r"Words\.\n\n<!-- amends:1:[a-z2-7]{26}-[a-z2-7]{13} -->", github.only.text)


@pytest.fixture(name="bench_of_github")
def _bench_of_github(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_sqlite_url: str
) -> Bench:
    return make_bench(migrated_sqlite_url, github)


def test_a_restored_database_finds_the_issue(
    bench: Bench, place: Place, migrated_file: Path
) -> None:
    """A new database with the same secret takes the adopted issue, and files none."""
    bench.take_in(ROW)
    adopted(bench, old_issue(place, text="Words of erin"))
    bench.cycles()
    new = bench.folder / "new.db"
    new.write_bytes(migrated_file.read_bytes())
    bench.moved_to(f"sqlite:///{new}")
    bench.take_in(ROW)
    place.proxy.forget()
    bench.cycles()

    assert len(place.issues()) == 1
    assert bench.link_states == ["linked"]


def test_a_copy_of_an_adopted_issue_is_left_alone(
    github: GitHubPlace, bench_of_github: Bench
) -> None:
    """The marker is good for the adopted issue only: nobody's copy is closed or taken."""
    bench = bench_of_github
    bench.take_in(ROW)
    adopted(bench, old_issue(github, text="Words of erin"))
    bench.cycles()
    bench.wait(1.1)
    with github.acting_as("erin"):
        github.copy(github.only)
    bench.cycles()

    assert [one.state for one in github.issues()] == ["open", "open"]
    assert len(bench.links) == 1


def test_a_pending_creation_gives_way(bench: Bench, place: Place) -> None:
    """An item whose issue could not be filed yet adopts one, and files none."""
    place.proxy.inject(_refused, "*", place.creates, times=None)
    bench.take_in(ROW)
    bench.sync()
    place.proxy.heal()
    adopted(bench, old_issue(place))
    bench.cycles()

    assert len(place.issues()) == 1
    assert bench.link_states == ["linked"]


def _refused(call: Call) -> Reply:
    del call
    return Reply(422, {"Content-Type": "application/json"}, b'{"message": "no"}')


def test_adopting_twice_is_adopting_once(bench: Bench, place: Place) -> None:
    """The same item and issue again: nothing happens, and it is said."""
    bench.take_in(ROW)
    one = old_issue(place)
    adopted(bench, one)
    again = adopted(bench, one)

    assert pairs(again)[0][3] == "it is adopted already"
    assert len(bench.links) == 1


def test_an_issue_is_never_two_items_and_an_item_never_has_two(bench: Bench, place: Place) -> None:
    """Either is refused in one sentence that names the other."""
    bench.take_in(ROW, f"{WORDS[1]} | | | ")
    one, other = old_issue(place), old_issue(place, "Another")
    adopted(bench, one)

    with pytest.raises(BadInput, match="is the issue of A-1 already"):
        adopted(bench, one, item=2)
    with pytest.raises(BadInput, match=f"A-1 has an issue in {place.name} already"):
        adopted(bench, other)


def test_a_closed_issue_is_adopted_on_a_word_only(bench: Bench, place: Place) -> None:
    """Then its state is the item's, and the next sync reopens nothing."""
    bench.take_in(ROW)
    one = old_issue(place, state="done")
    with pytest.raises(BadInput, match="is closed"):
        adopted(bench, one)
    adopted(bench, one, closed=True)
    bench.cycles()

    assert bench.item.status.value == "done"
    assert place.only.state == "done"


@pytest.mark.parametrize(
    ("number", "address", "sentence"),
    [
        (9, "", "there is no item A-9"),
        (1, "https://example.com/acme/platform/issues/1", "is no issue of a target"),
        (1, "nonsense", "is no issue of a target"),
        (1, "{there}/acme/platform/pull/7", "is a pull request|is no issue of a target"),
    ],
)
def test_bad_input_is_one_sentence(
    bench: Bench, place: Place, number: int, address: str, sentence: str
) -> None:
    """What, where, what to do; no request was needed for it."""
    bench.take_in(ROW)
    told = address.format(there=place.proxy.url)

    with pytest.raises(AmendsError, match=sentence):
        adopt_one(Adopting(bench.store, bench.settings), number, told)
    assert place.proxy.requests == 0


def test_an_issue_that_is_not_there_is_said(bench: Bench, place: Place) -> None:
    """A number too high, or one that the token may not see."""
    bench.take_in(ROW)
    one = old_issue(place)
    missing = f"{short(place, one)}77"
    with pytest.raises(BadInput, match="there is no issue"):
        adopt_one(Adopting(bench.store, bench.settings), 1, missing)
    assert bench.links == []


def test_exact_titles_are_adopted_in_bulk_after_a_preview(
    bench_on_both: Bench, place: Place
) -> None:
    """Case and spaces do not count; nothing is created, and the preview stores nothing."""
    bench = bench_on_both
    bench.take_in(ROW, f"{WORDS[1]} | | | ", f"{WORDS[2]} | | | ")
    one, two = old_issue(place), old_issue(place, WORDS[1].upper())
    old_issue(place, "Something else")
    shown = pairs(planned(bench))
    stored = len(bench.links)
    done = pairs(all_adopted(bench))

    assert shown == done == [("A-1", one.key, "title", None), ("A-2", two.key, "title", None)]
    assert stored == 0
    assert len(place.issues()) == 3


def test_titles_that_fit_more_than_once_are_left(bench: Bench, place: Place) -> None:
    """Two issues of one title, or two items: a person decides."""
    bench.take_in(ROW, f"{WORDS[1]} | | | ")
    bench.take_in(f"{WORDS[1]} | | | ", name="other.md")
    for words in (WORDS[0], WORDS[0], WORDS[1]):
        old_issue(place, words)
    left = [one[3] for one in pairs(all_adopted(bench))]

    assert len(left) == 3
    assert all(left)
    assert bench.links == []


def test_a_label_narrows_the_search(bench: Bench, place: Place) -> None:
    """Only issues that bear it are looked at."""
    bench.take_in(ROW, f"{WORDS[1]} | | | ")
    one = old_issue(place, labels=["postmortem"])
    old_issue(place, WORDS[1])

    assert pairs(planned(bench, "postmortem")) == [("A-1", one.key, "title", None)]


def test_closed_issues_are_left_unless_asked_for(bench: Bench, place: Place) -> None:
    """An old promise of the same words may have been another one."""
    bench.take_in(ROW)
    old_issue(place, state="done")
    left, asked = pairs(planned(bench)), pairs(planned(bench, closed=True))

    assert "--closed" in str(left[0][3])
    assert asked[0][3] is None
