"""A repository as a source: what is read of it, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amends.sandbox.github.git import SUBMODULE, SYMLINK, Held
from tests.sync.archive import NAME, SOURCE, a_postmortem, outcomes, sentences
from tracker.reading import LARGEST

if TYPE_CHECKING:
    from tests.sync.archive import Archive

MORE = "Rehearse a region's failure"


def test_a_first_reading_takes_every_document(archive_on_both: Archive) -> None:
    """Two requests to see what there is, and one for each document."""
    found = archive_on_both.outcomes()

    assert found == {"2026/search.md": "added", "mail.md": "added"}
    assert archive_on_both.asked == ["commits", "trees", "blobs", "blobs"]
    assert len(archive_on_both.bench.items) == 4


def test_a_second_reading_is_one_request(archive_on_both: Archive) -> None:
    """Nothing changed: one conditional request, answered by 304, and not a row moves."""
    archive_on_both.ingest()
    before = rows(archive_on_both)
    found = archive_on_both.outcomes()

    assert found == {"2026/search.md": "unchanged", "mail.md": "unchanged"}
    assert archive_on_both.github.proxy.statuses == [304]
    assert rows(archive_on_both) == before


def rows(archive: Archive) -> dict[str, list[tuple[str, ...]]]:
    """Return all that is stored, but for who worked last."""
    return {name: found for name, found in archive.bench.dump().items() if name != "leases"}


def test_one_changed_document_is_three_requests(archive_on_both: Archive) -> None:
    """Two to see what changed, and one for the one that did."""
    archive_on_both.ingest()
    archive_on_both.commit({"mail.md": a_postmortem("mail", MORE)})
    found = archive_on_both.ingest()

    assert outcomes(found) == {"2026/search.md": "unchanged", "mail.md": "updated"}
    assert [one.added for one in found.arrivals] == [0, 1]
    assert archive_on_both.asked == ["commits", "trees", "blobs"]


def test_a_commit_that_changes_no_document_reads_none(archive: Archive) -> None:
    """Two requests to see that."""
    archive.ingest()
    archive.commit({"tool.py": "pass"})
    archive.ingest()

    assert archive.asked == ["commits", "trees"]


def test_a_commit_that_was_taken_back_is_one_request(archive: Archive) -> None:
    """The newest commit is another, but what it holds is known."""
    archive.ingest()
    archive.commit({"mail.md": "# Nothing\n"})
    archive.commit({"mail.md": a_postmortem("mail")})
    archive.ingest()

    assert archive.asked == ["commits"]


def test_only_documents_are_read(archive: Archive) -> None:
    """Endings and hidden places as in a folder of this machine; no links, no other repositories."""
    archive.commit(
        {
            "a.PNG": b"\x89PNG",
            ".github/pull_request.md": "# Hidden\n",
            ".hidden.md": "# Hidden\n",
            "node_modules/x/readme.md": "# Made\n",
            "link.md": Held(SYMLINK, archive.library.head(archive.repository).files["mail.md"].sha),
            "vendored.md": Held(SUBMODULE, "a" * 40),
            "NOTES.TXT": "Nothing happened.\n",
        }
    )

    assert set(archive.outcomes()) == {"2026/search.md", "mail.md", "NOTES.TXT"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("2026", {"2026/search.md"}),
        ("/2026/", {"2026/search.md"}),
        ("./2026/./", {"2026/search.md"}),
        (".", {"2026/search.md", "mail.md", "2026b/disk.md"}),
        ("mail.md", {"mail.md"}),
        ("2026/notes", {"2026/notes"}),
        (".hidden", {".hidden/cert.md"}),
    ],
)
def test_a_path_narrows_what_is_read(archive: Archive, path: str, found: set[str]) -> None:
    """A folder means all below it; a named file is taken whatever its ending."""
    archive.commit(
        {
            "2026/notes": "# Notes\n",
            "2026b/disk.md": a_postmortem("disk"),
            ".hidden/cert.md": a_postmortem("cert"),
        }
    )
    archive.bench.configure(f'{SOURCE}path = "{path}"\n')

    assert set(archive.outcomes()) == found


def test_a_path_that_names_nothing_is_said(archive: Archive) -> None:
    """The sentence names path and repository."""
    archive.bench.configure(f'{SOURCE}path = "2027"\n')

    assert sentences(archive.ingest()) == [f"there is nothing at 2027 in {NAME}"]
    assert archive.bench.items == []


def test_an_empty_repository_is_an_empty_folder(archive: Archive) -> None:
    """Without a commit there is nothing to read, and nothing went wrong."""
    archive.bench.configure(SOURCE.replace("postmortems", "other"))
    brought = archive.ingest()

    assert (brought.arrivals, brought.unreadable, brought.notes) == ([], [], [])


def test_a_tree_too_large_for_one_answer_is_walked(archive: Archive) -> None:
    """What a truncated answer left out is found folder by folder; other folders are not asked."""
    deep = {f"2026/{n}/{n}/x.md": "# Nothing\n" for n in range(3)}
    archive.commit({**deep, ".git2/x.md": "# Hidden\n", "2025/disk.md": a_postmortem("disk")})
    archive.bench.configure(f'{SOURCE}path = "2026"\n')
    archive.github.sandbox.app.extensions["tree_limit"] = 5
    found = archive.outcomes()

    assert set(found) == {"2026/search.md", *deep}
    assert archive.asked == ["commits", *["trees"] * 9, *["blobs"] * 4]


ODD_NAMES = [
    "a file with spaces.md",
    "größe/naïve ☃.md",
    "issue #12?.md",
    "100%/50%20.md",
    "a&b=c+d.md",
    '"quoted" \\ back.md',
    "new\nline.md",
    "e\u0301.md",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_is_read(archive_on_both: Archive, name: str) -> None:
    """Contents are asked for by their own name, so a file's may be odd."""
    archive_on_both.commit({name: a_postmortem("disk")})
    first, second = archive_on_both.outcomes(), archive_on_both.outcomes()

    assert (first[name], second[name]) == ("added", "unchanged")
    assert archive_on_both.requests == 1


ENCODED = {
    "a mark": b"\xef\xbb\xbf" + a_postmortem("disk").encode(),
    "16 bits": a_postmortem("disk").encode("utf-16"),
    "one byte a letter": a_postmortem("disk", "Größer bauen").encode("cp1252"),
    "line ends of Windows": a_postmortem("disk").replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
def test_an_odd_encoding_is_read_as_a_file_would_be(archive: Archive, content: bytes) -> None:
    """Whatever a file of this machine may be written in."""
    archive.commit({"disk.md": content})

    assert archive.outcomes()["disk.md"] == "added"
    assert "Rotate the logs of the proxy hourly" in [item.title for item in archive.bench.items]


UNREADABLE = {
    "binary": (b"\x00\x01\x02" * 50, "is not text"),
    "empty": (b"", "is empty"),
    "blank": (b" \n\t\n", "is empty"),
    "too large": (b"x" * (LARGEST + 1), "is larger than 16 MiB"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_said_and_not_asked_for_again(
    archive: Archive, content: bytes, why: str
) -> None:
    """The others are read; each reading says it, at no further cost."""
    archive.commit({"bad.md": content})
    first = archive.ingest()
    blobs = archive.asked.count("blobs")
    second = archive.ingest()

    assert len(sentences(first)) == 1
    assert f"{NAME}/bad.md {why}" in sentences(first)[0]
    assert len(first.arrivals) == 2
    assert sentences(second) == sentences(first)
    assert archive.requests == 1
    assert blobs == (2 if "larger" in why else 3)


def test_an_unreadable_file_that_is_mended_is_read(archive: Archive) -> None:
    """Another content is another attempt."""
    archive.commit({"bad.md": b""})
    archive.ingest()
    archive.commit({"bad.md": a_postmortem("disk")})
    brought = archive.ingest()

    assert sentences(brought) == []
    assert outcomes(brought)["bad.md"] == "added"


def test_a_tag_stands_still(archive: Archive) -> None:
    """A source with a ref reads what stands there."""
    archive.library.tag(archive.repository, "reviewed")
    archive.bench.configure(f'{SOURCE}ref = "reviewed"\n')
    archive.ingest()
    archive.commit({"mail.md": a_postmortem("mail", MORE)})
    archive.ingest()

    assert archive.requests == 1
    assert len(archive.bench.items) == 4


def test_a_default_branch_may_be_renamed(archive: Archive) -> None:
    """Without a ref, the branch is whichever is the default now."""
    archive.ingest()
    archive.library.rename_branch(archive.repository, "trunk")
    archive.commit({"mail.md": a_postmortem("mail", MORE)})
    found = archive.outcomes()

    assert found["mail.md"] == "updated"
    assert archive.requests == 3


def test_another_ref_or_path_begins_anew_and_doubles_nothing(archive: Archive) -> None:
    """What the configuration means now is read whole; what is known stays what it is."""
    archive.ingest()
    before = archive.bench.items
    archive.bench.configure(f'{SOURCE}ref = "main"\n')
    again = archive.outcomes()
    archive.bench.configure(f'{SOURCE}path = "2026"\n')
    narrower = archive.outcomes()

    assert again == {"2026/search.md": "unchanged", "mail.md": "unchanged"}
    assert narrower == {"2026/search.md": "unchanged"}
    assert archive.bench.items == before
