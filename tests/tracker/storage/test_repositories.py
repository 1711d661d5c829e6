"""What is kept of repositories: what they hold now, and what of it was read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.tracker.storage.building import NOW, an_incident, close, rivals_of
from tracker.storage.repositories import Blob, Reading

if TYPE_CHECKING:
    from tracker.storage import Store
    from tracker.storage.repositories import HeldFile

KEY = "https://api.github.com acme/postmortems"
A, B = Blob("aaa", 10), Blob("bbb", None)


def held(store: Store, **files: Blob) -> list[HeldFile]:
    """Store what the repository holds now, and return it."""
    with store.work() as work:
        state = work.repositories.known(KEY)
        work.repositories.hold(state.id, files)
        work.commit()
    with store.reading() as work:
        return work.repositories.files(state.id)


def read(store: Store, file: HeldFile, reading: Reading) -> None:
    """Store what came of reading a file."""
    with store.work() as work:
        work.repositories.was_read(file, reading)
        work.commit()


def test_what_is_known_of_a_repository_is_kept(store: Store) -> None:
    """Its tree, its ETag, the rules and a pause are there the next time."""
    with store.work() as work:
        state = work.repositories.known(KEY)
        state.tree, state.etag, state.rules, state.paused_until = "t", 'W/"e"', ".md", NOW
        work.repositories.keep(state)
        work.commit()
    with store.work() as work:
        again = work.repositories.known(KEY)

    assert again == state


def test_two_processes_may_meet_a_repository_at_once(store: Store) -> None:
    """Both know the same one afterwards."""

    def meet(one: Store) -> int:
        with one.work() as work:
            state = work.repositories.known(KEY)
            work.commit()
        return state.id

    rivals = rivals_of(store, 4)
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(meet, rivals))
    close(rivals)

    assert len(found) == 1


def test_a_new_file_is_to_be_read(store: Store) -> None:
    """It is held with its content's name and size, by path."""
    found = held(store, b=B, a=A)

    assert [(one.path, one.blob, one.last) for one in found] == [("a", A, None), ("b", B, None)]


def test_a_file_that_was_read_is_known_until_it_changes(store: Store) -> None:
    """The same content again is known; another is to be read."""
    (file,) = held(store, a=A)
    reading = Reading(1, "added", None, None)
    read(store, file, reading)

    assert held(store, a=A)[0].last == reading
    assert held(store, a=B)[0].last is None
    assert held(store, a=A)[0].last == reading


def test_a_file_that_went_is_held_no_longer(store: Store) -> None:
    """Nothing of it is left but what was read out of it."""
    held(store, a=A, b=B)

    assert [one.path for one in held(store, b=B)] == ["b"]
    with store.reading() as work:
        assert work.repositories.paths() == {"b"}


def test_a_copy_is_read_again_when_its_original_changes(store: Store) -> None:
    """Other copies stay as they are."""
    with store.work() as work:
        first, second = an_incident(work, "1"), an_incident(work, "2")
        work.commit()
    outcomes = {"a": "added", "copy": "copy", "other": "copy"}
    for file in held(store, a=A, copy=A, other=B):
        number = second.id if file.path == "other" else first.id
        read(store, file, Reading(1, outcomes[file.path], number))
    found = held(store, a=B, copy=A, other=B)

    assert [(one.path, one.last is None) for one in found] == [
        ("a", True),
        ("copy", True),
        ("other", False),
    ]


def test_whether_a_text_still_stands_is_told_by_its_content(store: Store) -> None:
    """It does where what was read is there still, or the very content that arrives elsewhere."""
    for file in held(store, read=A, bad=A, changed=A, unread=A, here=B):
        if file.path != "unread":
            trouble = "bad is empty" if file.path == "bad" else None
            read(store, file, Reading(1, trouble=trouble))
    held(store, read=A, bad=A, changed=B, unread=A, here=B)
    with store.reading() as work:
        told = {
            path: work.repositories.still_holds(path, beside="here")
            for path in ("read", "bad", "changed", "unread", "gone")
        }

    assert told == {"read": True, "bad": False, "changed": True, "unread": False, "gone": None}


def test_a_repository_that_is_forgotten_takes_its_files_along(store: Store) -> None:
    """Others stay."""
    held(store, a=A)
    with store.work() as work:
        work.repositories.known("another")
        work.repositories.forget({KEY})
        work.commit()
    with store.reading() as work:
        assert work.repositories.keys() == {"another"}
        assert work.repositories.paths() == set()
