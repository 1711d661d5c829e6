"""A process that reads a repository may die at any request, or not be alone: no file is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from amends.commands.documents import take_configured
from tests.fakes.faults import Victim
from tests.sync import dying
from tests.sync.archive import a_postmortem, outcomes
from tests.sync.places import SECRETS
from tracker.storage import open_store

if TYPE_CHECKING:
    from sync.visiting import Brought
    from tests.fakes import Call, Reply
    from tests.sync.archive import Archive

MOMENTS = ("before", "after", "answered")
REQUESTS = 4  # a first reading of two documents: the commit, the tree, and each of them
ADDED = {"2026/search.md", "mail.md"}


def killed(archive: Archive, number: int, moment: str) -> int | None:
    """Run `amends ingest`, and kill it at its request *number*."""
    victim = Victim()
    strike = getattr(victim, moment)
    proxy = archive.github.proxy

    def fault(call: Call) -> Reply | None:
        return strike(call) if proxy.requests == number else call.pass_on()

    proxy.inject(fault, "*", "", times=None)
    code = dying.killed(archive.bench.folder / "amends.toml", SECRETS, victim, "ingest")
    proxy.heal()
    archive.bench.let_leases_run_out()
    return code


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_a_process_killed_at_any_request_loses_no_file(
    archive: Archive, number: int, moment: str
) -> None:
    """The next reading takes the rest, and none twice."""
    code = killed(archive, number, moment)
    archive.ingest()
    quiet = archive.ingest()

    assert code in {-9, 0}
    assert set(outcomes(quiet)) == ADDED
    assert archive.requests == 1
    assert len(archive.promises) == 2
    assert len(archive.bench.items) == 4


def test_a_process_killed_between_two_files_leaves_the_second_to_read(archive: Archive) -> None:
    """What was taken in is not asked for again; nor is the list of what there is."""
    killed(archive, 4, "before")
    found = archive.outcomes()

    assert found == {"2026/search.md": "unchanged", "mail.md": "added"}
    assert archive.asked == ["commits", "blobs"]


def test_what_changes_after_a_kill_is_read_as_it_is_then(archive: Archive) -> None:
    """The rest of a broken-off reading may be gone or another by then."""
    killed(archive, 4, "before")
    archive.commit({"mail.md": None, "disk.md": a_postmortem("disk")})
    found = archive.outcomes()

    assert found == {"2026/search.md": "unchanged", "disk.md": "added"}
    assert len(archive.bench.items) == 4


def reader(archive: Archive) -> Brought:
    """Read as another process would: with a connection of its own."""
    store = open_store(archive.bench.url)
    try:
        return take_configured(store, archive.bench.settings)
    finally:
        store.close()


def test_workers_at_the_same_time_read_each_file_once(archive_on_both: Archive) -> None:
    """Four that begin together: one reads, the others find it read."""
    archive_on_both.commit({f"{n}.md": f"# Notes {n}\n" for n in range(6)})
    archive_on_both.github.proxy.forget()
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(lambda _: reader(archive_on_both), range(4)))

    assert [one.unreadable for one in found] == [[]] * 4
    assert archive_on_both.asked.count("blobs") == 8
    assert archive_on_both.asked.count("trees") == 1
    assert len(archive_on_both.bench.items) == 4


def test_who_finds_another_at_work_says_that_it_waits(archive: Archive) -> None:
    """It does not fail, and asks nothing."""
    archive.ingest()
    archive.bench.configure(archive.bench.more, request_timeout_seconds=0.3)
    with archive.bench.store.work() as work:
        (key,) = work.repositories.keys()
        work.leases.take(f"source {key}", "another", work.clock(), 60)
        work.commit()
    brought = archive.ingest()

    assert (brought.arrivals, brought.unreadable) == ([], [])
    assert "another process is reading it" in brought.notes[0]
    assert archive.requests == 0


def test_who_slept_while_another_took_over_changes_nothing(archive: Archive) -> None:
    """Its answers come too late: the other one's reading stands."""
    taken = Victim()

    def sleep(call: Call) -> Reply:
        reply = call.pass_on()
        archive.bench.let_leases_run_out()
        archive.github.proxy.heal()
        reader(archive)
        taken.struck.set()
        return reply

    archive.github.proxy.inject(sleep, "GET", "/git/trees/")
    brought = archive.ingest()

    assert taken.struck.is_set()
    assert brought.arrivals == []
    assert "another process took over" in brought.notes[0]
    assert len(archive.bench.items) == 4
