"""An older database, a new one, copied markers: an issue is found again and never doubled."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH
from tests.sync.editions import EDITIONS
from tests.sync.scenes import Backup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.bench import Bench
    from tests.sync.places import Place

ROWS = (f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @bob | | ")


@ON_BOTH
@pytest.mark.parametrize("place", EDITIONS, indirect=True)
def test_a_database_from_before_the_first_sync_finds_its_issues(bench: Bench, place: Place) -> None:
    """A backup that knows no issue takes those that are there, and makes none."""
    bench.take_in(*ROWS)
    backup = Backup(bench)
    bench.cycles()
    backup.restore()
    place.proxy.forget()
    bench.cycles()

    assert len(place.issues()) == 2
    assert place.proxy.writes == []
    assert bench.link_states == ["linked", "linked"]
    assert bench.one_open_issue_an_item()


@ON_BOTH
@pytest.mark.parametrize("place", EDITIONS, indirect=True)
def test_a_database_from_between_two_syncs_finds_its_issues(filed: Bench, place: Place) -> None:
    """Issues made after the backup are taken when their document is ingested again."""
    backup = Backup(filed)
    filed.take_in(ROWS[1], name="other.md")
    filed.cycles()
    backup.restore()
    filed.sync()
    filed.take_in(ROWS[1], name="other.md")
    filed.cycles()

    assert len(place.issues()) == 2
    assert filed.link_states == ["linked", "linked"]


def test_a_new_database_with_the_same_secret_and_documents_finds_its_issues(
    bench: Bench, place: Place, migrated_file: Path, tmp_path: Path
) -> None:
    """Rebuilt from the documents alone, even in another order, nothing is made twice."""
    bench.take_in(ROWS[0])
    bench.take_in(ROWS[1], name="other.md")
    bench.cycles()
    shutil.copyfile(migrated_file, tmp_path / "new.db")
    bench.moved_to(f"sqlite:///{tmp_path / 'new.db'}")
    bench.take_in(ROWS[1], name="other.md")
    bench.take_in(ROWS[0])
    place.proxy.forget()
    bench.cycles()

    assert len(place.issues()) == 2
    assert place.proxy.writes == []
    assert bench.one_open_issue_an_item()


def test_a_sync_before_the_ingest_remembers_what_it_sees(
    bench: Bench, place: Place, migrated_file: Path, tmp_path: Path
) -> None:
    """Issues of unknown items are remembered, and taken when their items come: no twin."""
    bench.take_in(*ROWS)
    bench.cycles()
    shutil.copyfile(migrated_file, tmp_path / "new.db")
    bench.moved_to(f"sqlite:///{tmp_path / 'new.db'}")
    early = [bench.sync() for _ in range(3)]
    bench.take_in(*ROWS)
    planned = bench.plan().told()["writes"]
    bench.cycles()

    assert [cycle.writes for cycle in early] == [[], [], []]
    assert planned == []
    assert len(place.issues()) == 2
    assert bench.one_open_issue_an_item()


@ON_BOTH
def test_what_people_changed_since_the_backup_is_taken(bench: Bench, place: Place) -> None:
    """A restored database takes the tracker for the newer witness: nothing is reopened."""
    bench.take_in(*ROWS)
    backup = Backup(bench)
    bench.cycles()
    place.change(place.titled(WORDS[0]), state="done")
    bench.cycles()
    backup.restore()
    bench.cycles()

    assert {item.title: item.status.value for item in bench.items} == {
        WORDS[0]: "done",
        WORDS[1]: "open",
    }
    assert place.titled(WORDS[0]).state == "done"


def test_a_marker_copied_by_another_account_is_left_alone(filed: Bench, place: Place) -> None:
    """Somebody else's issue with our marker is neither taken nor closed nor edited."""
    original = place.only
    with place.acting_as("mallory"):
        place.copy(original)
    filed.edit(filed.item, title="Ours")
    filed.cycles()
    theirs = [one for one in place.issues() if one.id != original.id]

    assert [(one.state, one.title) for one in theirs] == [("open", original.title)]
    assert filed.links[0].remote_id == original.id
    assert place.titled("Ours").id == original.id


def test_a_copied_marker_is_not_taken_for_the_issue_of_a_new_database(
    bench: Bench, place: Place, migrated_file: Path, tmp_path: Path
) -> None:
    """Only an issue that our own account made is found again."""
    bench.take_in(ROWS[0])
    bench.cycles()
    with place.acting_as("mallory"):
        place.copy(place.only)
    original = place.issues()[0]
    shutil.copyfile(migrated_file, tmp_path / "new.db")
    bench.moved_to(f"sqlite:///{tmp_path / 'new.db'}")
    bench.take_in(ROWS[0])
    bench.cycles()

    assert [link.remote_id for link in bench.links] == [original.id]
    assert len(place.issues()) == 2


def test_a_copy_by_our_own_account_is_closed_as_a_twin(filed: Bench, place: Place) -> None:
    """A clone that our own account made is closed, and its item stays open."""
    original = place.only
    place.copy(original)
    filed.cycles()
    states = {one.id == original.id: one.state for one in place.issues()}

    assert states[True] == "open"
    assert states[False] in {"duplicate", "done", "wont_do"}
    assert filed.item.status.value == "open"


def test_another_secret_is_refused_before_anything_is_sent(filed: Bench, place: Place) -> None:
    """With a lost secret every marker would be another: the sync refuses with exit 2."""
    (filed.folder / "amends.secret").write_text("another\n", encoding="utf-8")
    ran = filed.ran("sync", "--json")

    assert ran.status == 2
    assert "secret" in ran.complaints
    assert place.proxy.requests == 0
