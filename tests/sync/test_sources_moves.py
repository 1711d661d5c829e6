"""Documents of a repository that are moved, copied, deleted; sources that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes import faults
from tests.sync.archive import NAME, SOURCE, a_postmortem, outcomes
from tests.sync.scenes import Backup

if TYPE_CHECKING:
    import pytest

    from tests.fakes import Call, Reply
    from tests.sync.archive import Archive

MORE = "Rehearse a region's failure"


def test_a_deleted_file_leaves_its_incident(archive_on_both: Archive) -> None:
    """Deleting a document ends no promise, and the second reading costs one request."""
    archive_on_both.ingest()
    before = archive_on_both.bench.items
    archive_on_both.commit({"mail.md": None})
    first = archive_on_both.outcomes()
    archive_on_both.ingest()

    assert first == {"2026/search.md": "unchanged"}
    assert archive_on_both.requests == 1
    assert archive_on_both.bench.items == before


def test_a_file_that_comes_back_is_the_same_document(archive: Archive) -> None:
    """Nothing is doubled by a deletion that was taken back."""
    archive.ingest()
    archive.commit({"mail.md": None})
    archive.ingest()
    archive.commit({"mail.md": a_postmortem("mail")})

    assert archive.outcomes()["mail.md"] == "unchanged"
    assert len(archive.bench.items) == 4


def test_a_renamed_file_keeps_its_incident(archive_on_both: Archive) -> None:
    """After a rename, incident and items are those from before, edits included."""
    archive_on_both.ingest()
    archive_on_both.bench.edit(archive_on_both.bench.items[0], owner="@bob")
    before = archive_on_both.bench.items
    archive_on_both.library.move(archive_on_both.repository, "mail.md", "2026/mail.md")
    found = archive_on_both.outcomes()

    assert found == {"2026/search.md": "unchanged", "2026/mail.md": "moved"}
    assert archive_on_both.bench.items == before


def test_a_file_renamed_and_edited_keeps_its_incident(archive: Archive) -> None:
    """Most of its promises are enough to know it by."""
    archive.ingest()
    archive.commit({"mail.md": None, "2026/mail.md": a_postmortem("mail", MORE)})
    found = archive.ingest()

    assert outcomes(found)["2026/mail.md"] == "updated"
    assert len(archive.bench.items) == 5


def test_files_that_swap_their_names_keep_their_incidents(archive: Archive) -> None:
    """Renaming in a circle doubles no item and marks none as gone."""
    archive.ingest()
    before = archive.bench.items
    files = archive.library.head(archive.repository).files
    archive.commit({"mail.md": files["2026/search.md"], "2026/search.md": files["mail.md"]})
    archive.ingest()

    assert archive.bench.items == before
    assert archive.outcomes() == {"2026/search.md": "unchanged", "mail.md": "unchanged"}


def test_a_file_edited_at_another_path_is_known_although_its_old_path_holds_another_text(
    archive: Archive,
) -> None:
    """What has the old path now is a document of its own, read later than the one that moved."""
    archive.ingest()
    archive.commit({"0.md": a_postmortem("mail", MORE), "mail.md": a_postmortem("disk")})
    found = archive.outcomes()

    assert (found["0.md"], found["mail.md"]) == ("updated", "added")
    assert len(archive.bench.items) == 4 + 1 + 2


def test_files_that_swap_their_names_and_are_edited_keep_their_incidents(archive: Archive) -> None:
    """Neither text is known any more, but each shares its promises with the other path's."""
    archive.ingest()
    swapped = {
        "mail.md": a_postmortem("search", MORE),
        "2026/search.md": a_postmortem("mail", MORE),
    }
    archive.commit(swapped)
    found = archive.outcomes()

    assert found == {"2026/search.md": "updated", "mail.md": "updated"}
    assert len(archive.bench.items) == 4 + 2
    assert all(item.in_document for item in archive.bench.items)


def test_edits_that_are_too_much_together_are_read_one_by_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked for once, and none waits for another reading."""
    archive.ingest()
    monkeypatch.setattr("sync.sources.ROOM", 1)
    edited = {"2026/search.md": a_postmortem("search", MORE), "mail.md": a_postmortem("mail", MORE)}
    archive.commit(edited)

    assert archive.outcomes() == {"2026/search.md": "updated", "mail.md": "updated"}
    assert archive.asked.count("blobs") == 2


def test_a_limit_while_edits_are_read_loses_none_that_was_read(archive: Archive) -> None:
    """What was asked for is taken in, and the next reading asks for the rest."""
    archive.ingest()
    edited = {"2026/search.md": a_postmortem("search", MORE), "mail.md": a_postmortem("mail", MORE)}
    archive.commit({**edited, "0.md": a_postmortem("disk")})
    number = iter(range(9))

    def second(call: Call) -> Reply:
        return faults.wait_some(429, 60) if next(number) == 1 else call.pass_on()

    archive.github.proxy.inject(second, "GET", "/git/blobs/", times=None)
    first = archive.outcomes()
    asked = archive.asked.count("blobs")
    archive.github.proxy.heal()
    archive.bench.let_pauses_run_out()

    assert (first, asked) == ({"2026/search.md": "updated"}, 2)
    assert archive.outcomes() == {
        "0.md": "added", "2026/search.md": "unchanged", "mail.md": "updated"
    }  # fmt: skip


def test_a_copy_makes_no_second_incident(archive: Archive) -> None:
    """A copy beside the original is known as one, in every reading, whichever is read first."""
    archive.ingest()
    files = archive.library.head(archive.repository).files
    archive.commit({"0.md": files["mail.md"], "zz.md": files["mail.md"]})
    first, second = archive.outcomes(), archive.outcomes()

    assert (first["0.md"], first["zz.md"]) == ("copy", "copy")
    assert second == first
    assert len(archive.bench.items) == 4


def test_a_copy_whose_original_goes_takes_its_place(archive: Archive) -> None:
    """The incident lives on in the copy, and the next edit is one of it."""
    archive.ingest()
    files = archive.library.head(archive.repository).files
    archive.commit({"copy.md": files["mail.md"]})
    archive.ingest()
    archive.commit({"mail.md": None})
    moved = archive.outcomes()
    archive.commit({"copy.md": a_postmortem("mail", MORE)})

    assert moved == {"2026/search.md": "unchanged", "copy.md": "moved"}
    assert archive.outcomes()["copy.md"] == "updated"
    assert len(archive.bench.items) == 5


def test_a_text_that_was_no_postmortem_is_looked_at_again_when_its_twin_goes(
    archive: Archive,
) -> None:
    """An incident whose document was blanked out lives on where the same blank stands."""
    archive.commit({"0.md": "# Lunch\n"})
    archive.ingest()
    archive.commit({"mail.md": "# Lunch\n"})
    archive.ingest()
    archive.commit({"mail.md": None})

    assert archive.outcomes() == {"0.md": "moved", "2026/search.md": "unchanged"}


def test_a_copy_is_still_known_after_the_state_was_lost(archive: Archive) -> None:
    """Reading everything anew moves nothing to and fro."""
    archive.ingest()
    files = archive.library.head(archive.repository).files
    archive.commit({"0.md": files["mail.md"]})
    archive.ingest()
    archive.bench.configure(f'{SOURCE}ref = "main"\n')

    assert archive.outcomes() == {
        "0.md": "copy",
        "2026/search.md": "unchanged",
        "mail.md": "unchanged",
    }


def test_who_clones_the_repository_instead_keeps_the_incidents(archive: Archive) -> None:
    """The documents of a source that is none any more have moved into the clone."""
    archive.ingest()
    clone = archive.bench.folder / "clone"
    clone.mkdir()
    (clone / "mail.md").write_text(a_postmortem("mail"), encoding="utf-8")
    (clone / "search.md").write_text(a_postmortem("search", MORE), encoding="utf-8")
    archive.bench.configure('[[source]]\npath = "clone"\n')
    brought = archive.ingest()

    assert [one.outcome.value for one in brought.arrivals] == ["moved", "updated"]
    assert len(archive.bench.items) == 5
    assert archive.requests == 0


def test_who_reads_the_repository_instead_of_a_clone_keeps_the_incidents(archive: Archive) -> None:
    """Once the clone is removed, its documents have moved into the repository."""
    clone = archive.bench.folder / "mail.md"
    archive.bench.take_in_text(a_postmortem("mail"), "mail.md")
    clone.unlink()

    assert archive.outcomes() == {"2026/search.md": "added", "mail.md": "moved"}
    assert len(archive.bench.items) == 4


def test_files_and_repositories_are_read_side_by_side(archive: Archive) -> None:
    """A text that stands in both is one incident."""
    (archive.bench.folder / "notes").mkdir()
    for name in ("mail", "disk"):
        path = archive.bench.folder / "notes" / f"{name}.md"
        path.write_text(a_postmortem(name), encoding="utf-8")
    archive.bench.configure(f'[[source]]\npath = "notes"\n{SOURCE}')
    first, second = archive.ingest(), archive.ingest()

    assert [one.outcome.value for one in first.arrivals] == ["added", "added", "added", "copy"]
    assert [one.outcome.value for one in second.arrivals] == [*["unchanged"] * 3, "copy"]
    assert archive.requests == 1


def test_a_restored_database_reads_again_what_changed(archive: Archive) -> None:
    """From a backup of yesterday, all that came since is read once more, and nothing is doubled."""
    archive.ingest()
    backup = Backup(archive.bench)
    archive.commit({"mail.md": a_postmortem("mail", MORE), "disk.md": a_postmortem("disk")})
    archive.ingest()
    lost = archive.promises
    backup.restore()
    found = archive.outcomes()

    assert found == {"2026/search.md": "unchanged", "disk.md": "added", "mail.md": "updated"}
    assert archive.requests == 4
    assert archive.promises == lost
    assert len(archive.bench.items) == 7


def test_items_of_a_repository_are_filed_like_others(archive: Archive) -> None:
    """The issue quotes the document under its path, and a route may ask for it."""
    archive.ingest()
    archive.bench.cycles()

    assert len(archive.github.issues()) == 4
    assert f"{NAME}/mail.md" in archive.github.titled("length of the mail").text
