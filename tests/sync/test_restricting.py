"""Items of restricted incidents: nothing of their words reaches a tracker or comes back from it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.sync.bench import BY, ROW, WORDS
from tests.sync.test_directions import set_ways
from tracker import accounts, restricting
from tracker.clock import now
from tracker.domain.access import Role

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.bench import Bench
    from tests.sync.places import Place

SECRET = ("oldest job", "the queue", "stood still")
STAND_IN = "Restricted action item A-1"
DASHBOARD = '\n[dashboard]\nurl = "https://amends.example"\n'


def restrict(bench: Bench, incident: int = 1) -> None:
    """Restrict an incident to Alice."""
    with bench.store.work() as work:
        if not work.accounts.any():
            accounts.add(work, "alice", "a horse in May", Role.EDITOR, None, now())
        restricting.restrict(work, incident, ["alice"], BY, now())
        work.commit()


def unrestrict(bench: Bench) -> None:
    """Let everybody see the incident again."""
    with bench.store.work() as work:
        restricting.unrestrict(work, 1, BY, now())
        work.commit()


def filed(bench: Bench) -> Bench:
    """Return the installation with one filed item."""
    bench.configure(DASHBOARD)
    bench.take_in(ROW)
    bench.cycles()
    return bench


def is_silent(place: Place) -> bool:
    """Return whether the issue tells nothing of its item but its key."""
    told = f"{place.only.title}\n{place.only.text}".casefold()
    return place.only.title == STAND_IN and not any(one.casefold() in told for one in SECRET)


def test_an_item_is_filed_without_its_words(bench: Bench, place: Place) -> None:
    """The issue has a stand-in for a title and a link, and what is worked with: who, how urgent."""
    bench.configure(DASHBOARD)
    bench.take_in(ROW)
    restrict(bench)
    bench.cycles()

    assert is_silent(place)
    assert "https://amends.example/items/1" in place.only.text
    assert (place.only.owner, place.only.priority) == ("alice", "P1")
    assert bench.item.title == WORDS[0]
    assert bench.sync().writes == []


def test_an_issue_that_was_filed_before_is_rewritten_as_announced(
    bench: Bench, place: Place
) -> None:
    """The plan says so; the next sync does it, once, and the item keeps its words."""
    filed(bench)
    restrict(bench)
    planned = [write.told() for write in bench.plan().writes]
    writes = [write.told() for write in bench.sync().writes]

    assert planned == writes
    assert [one["fields"] for one in writes] == [["block", "title"]]
    assert is_silent(place)
    assert bench.item.title == WORDS[0]
    assert bench.cycles().writes == []
    assert bench.conflicts == []


def test_a_title_edited_over_there_is_put_back_and_kept_in_the_list(
    bench: Bench, place: Place
) -> None:
    """It never becomes the item's; whoever sees the item may still choose it."""
    filed(bench)
    restrict(bench)
    bench.cycles()
    place.change(place.only, title="Theirs")
    bench.cycles()
    (conflict,) = bench.conflicts

    assert (bench.item.title, place.only.title) == (WORDS[0], STAND_IN)
    assert (conflict.field, conflict.ours, conflict.theirs, conflict.kept) == (
        "title", WORDS[0], "Theirs", "ours",
    )  # fmt: skip
    bench.choose(conflict, "ours")
    bench.cycles()
    assert (bench.item.title, place.only.title) == (WORDS[0], STAND_IN)
    bench.choose(conflict, "theirs")
    bench.cycles()
    assert (bench.item.title, place.only.title) == ("Theirs", STAND_IN)


def test_a_text_edited_over_there_is_never_taken_in(bench: Bench, place: Place) -> None:
    """Words around our part stay where they are."""
    filed(bench)
    restrict(bench)
    bench.cycles()
    place.change(place.only, text=f"A note.\n\n{place.only.text}")
    bench.cycles()

    assert "A note." in place.only.text
    assert bench.item.title == WORDS[0]
    assert bench.conflicts == []


def test_the_state_still_goes_both_ways(bench: Bench, place: Place) -> None:
    """Restricted work is work: done there is done here."""
    filed(bench)
    restrict(bench)
    bench.cycles()
    place.change(place.only, state="done")
    bench.cycles()

    assert bench.item.status.value == "done"
    assert is_silent(place)


def test_an_incident_that_is_opened_again_gets_its_words_back(bench: Bench, place: Place) -> None:
    """Title and text, announced and once."""
    before = filed(bench).places[0].only
    restrict(bench)
    bench.cycles()
    unrestrict(bench)
    planned = [write.told() for write in bench.plan().writes]
    writes = [write.told() for write in bench.sync().writes]

    assert planned == writes
    assert place.only.title == WORDS[0]
    assert "Alert when the oldest job" in place.only.text
    assert place.only.title == before.title
    assert bench.cycles().writes == []
    assert bench.conflicts == []


def test_undoing_a_run_does_not_bring_the_words_back(bench: Bench, place: Place) -> None:
    """What was hidden by the last run stays hidden, and that is said."""
    filed(bench)
    restrict(bench)
    bench.sync()
    cycle = bench.take_back()

    assert is_silent(place)
    assert any("its incident is restricted" in note for note in cycle.notes)


@pytest.mark.parametrize("way", ["pull", "off"])
def test_fields_that_are_not_written_otherwise_are_redacted_as_well(
    bench: Bench, place: Place, way: str
) -> None:
    """The configured direction of title and text gives way to the restriction."""
    filed(bench)
    block = {"block": "off"} if way == "off" else {}
    set_ways(bench, place, title=way, **block)
    restrict(bench)
    bench.cycles()

    assert is_silent(place)
    assert bench.item.title == WORDS[0]


def test_the_items_of_other_incidents_are_left_alone(bench: Bench, place: Place) -> None:
    """Only issues of the restricted incident are written to."""
    filed(bench)
    bench.take_in(f"{WORDS[1]} | @bob | P2 |", name="other.md")
    bench.cycles()
    restrict(bench)
    writes = bench.sync().writes

    assert [write.item for write in writes] == ["A-1"]
    assert place.titled(WORDS[1]).title == WORDS[1]


def test_an_item_that_is_found_later_is_silent_from_the_start(bench: Bench, place: Place) -> None:
    """A restriction holds for what its document promises next, too."""
    filed(bench)
    restrict(bench)
    bench.cycles()
    bench.take_in(ROW, f"{WORDS[1]} | @bob | P2 |")
    bench.cycles()

    assert sorted(one.title for one in place.issues()) == [STAND_IN, "Restricted action item A-2"]


def test_a_rebuilt_database_takes_the_stand_in_for_nobodys_words(
    bench: Bench, place: Place, migrated_file: Path, tmp_path: Path
) -> None:
    """The item keeps its own title, and nothing is written that was hidden before."""
    filed(bench)
    restrict(bench)
    bench.cycles()
    shutil.copyfile(migrated_file, tmp_path / "new.db")
    bench.moved_to(f"sqlite:///{tmp_path / 'new.db'}")
    bench.take_in(ROW)
    bench.cycles()

    assert bench.item.title == WORDS[0]
    assert is_silent(place)
    assert bench.conflicts == []
