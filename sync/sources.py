"""Documents out of repositories: one look whether anything changed, and only that is read.

What a repository holds is stored first, each document with the name of its content; then each
is read and taken in, both in one commit. Whoever dies in between reads the rest next time.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sync.errors import (
    Limited,
    LoggedOut,
    Missing,
    Moved,
    NotSent,
    TrackerError,
    TryAgain,
    Waits,
)
from sync.listing import RULES, NothingThere, documents_in
from sync.registry import gate_for, library_for
from sync.visiting import Brought, Visit, Watcher, key_of, leased, pause, paused
from tracker.domain.errors import AmendsError
from tracker.intake import READER, Arrival, Outcome
from tracker.reading import (
    LARGEST,
    Document,
    Unreadable,
    document_of,
    too_large,
)
from tracker.storage.leases import LeaseLostError
from tracker.storage.repositories import Blob, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sync.ports import Head, Listing
    from tracker.settings import Settings, Target
    from tracker.sources import DocumentSource
    from tracker.storage import Store, Work
    from tracker.storage.repositories import HeldFile

    Take = Callable[[Work, Document], Arrival]
    Fetched = Document | Unreadable | None

AT_ONCE, ROOM = 200, 4 * LARGEST  # documents that are looked at together, and their letters
MOST_MISSED = 3  # requests in a row without an answer: then the server is left alone


def read(
    store: Store, settings: Settings, source: DocumentSource, take: Take, watcher: Watcher
) -> Brought:
    """Read what changed in a repository, and let *take* store each document.

    Whatever goes wrong is told in a sentence, and stops no other source.
    """
    brought = Brought()
    target = settings.reader_of(source)
    try:
        gate = gate_for(target, settings, store, f"source {source.repository}")
        library = library_for(source, settings, gate)
    except AmendsError as error:
        brought.unreadable.append(_failed(source, f"source {source.repository}: {error}"))
        return brought
    with store.work() as work:
        state = work.repositories.known(key_of(source, target))
        until = paused(work, state, target, gate)
        work.commit()
    if until:
        brought.notes.append(
            f"source {source.repository} waits for its limit until {until:%Y-%m-%d %H:%M:%S} UTC"
        )
        return brought
    seconds = 2 * settings.sync.request_timeout_seconds
    lease = leased(store, state.key, seconds)
    if lease is None:
        brought.notes.append(f"source {source.repository} waits: another process is reading it")
        return brought
    with store.reading() as work:
        state = work.repositories.known(state.key)  # whoever had the lease may have moved it on
    visit = Visit(store, source, target, library, gate, state, seconds, lease, brought, watcher)
    try:
        with _sorted_out(visit):
            _look(visit)
            _read_all(visit, take)
    finally:
        with store.work() as work:
            gate.settle(work)
            work.leases.give_back(lease, work.clock())
            work.commit()
    return brought


def count(source: DocumentSource, settings: Settings) -> int:
    """Return how many documents a repository holds, or raise what stands in the way."""
    library = library_for(source, settings)
    head = library.head(None)
    return len(documents_in(source, head.tree if head else None, library.listed))


def sentence(error: Exception, source: DocumentSource, target: Target) -> str:
    """Return what is wrong with a source, and what to do."""
    ref = f", is there a branch or tag {source.ref}" if source.ref else ""
    match error:
        case Moved():
            return f"{error}; it has moved: write its new name into amends.toml"
        case LoggedOut():
            return f"{error}; the token of target {target.name} needs to read its contents"
        case NothingThere():
            return str(error)
        case Missing():
            return (
                f"{error}; is its name right{ref}, and may the token of target {target.name} "
                "read its contents?"
            )
        case _:
            return str(error)


@contextmanager
def _sorted_out(visit: Visit) -> Iterator[None]:
    """Let a repository's trouble end its own reading only, told in one sentence."""
    brought = visit.brought
    try:
        yield
    except Limited as limit:
        brought.notes.append(f"{limit}; the next ingest waits for it")
        pause(visit, limit)
    except Waits as waits:
        brought.notes.append(str(waits))
    except LeaseLostError:
        brought.notes.append(f"source {visit.repository}: another process took over")
    except TrackerError as error:
        told = sentence(error, visit.source, visit.target)
        brought.unreadable.append(_failed(visit.source, told))


def _look(visit: Visit) -> None:
    """Store what the repository holds now, if that is not known already."""
    state = visit.state
    fresh = state.rules == RULES
    head = visit.library.head(state.etag if fresh else None)
    if head is None:
        return
    held = None
    if head.tree is None or head.tree != state.tree or not fresh:
        held = _held(visit, head)
    state.tree, state.etag, state.rules = head.tree, head.etag, RULES
    with visit.work() as work:
        if held is not None:
            work.repositories.hold(state.id, held)
        work.repositories.keep(state)


def _held(visit: Visit, head: Head) -> dict[str, Blob]:
    """Return the documents of a repository by the paths under which they are known here."""

    def listed(tree: str, *, whole: bool) -> Listing:
        visit.renew()
        return visit.library.listed(tree, whole=whole)

    files = documents_in(visit.source, head.tree, listed)
    return {
        f"{visit.repository}/{path}": Blob(one.blob, _bounded(one.size))
        for path, one in files.items()
    }


def _read_all(visit: Visit, take: Take) -> None:
    """Read what is not read yet, and say again what came of the rest."""
    with visit.store.reading() as work:
        files = work.repositories.files(visit.state.id)
        known = set(work.incidents.paths())
    visit.watcher.expect(len(files))
    replaced = [one for one in files if one.last is None and one.path in known]
    coming, trouble = _ahead(visit, replaced[:AT_ONCE])
    for file in files if trouble is None else [one for one in files if one.path in coming]:
        visit.watcher.begin(file.path)
        last = file.last
        if last is None or last.reader != READER:
            _read_one(visit, file, take, coming)
        elif last.trouble is not None:
            visit.brought.unreadable.append(Unreadable(file.path, last.trouble))
        else:
            visit.brought.arrivals.append(_known(file.path, last))
        visit.watcher.end()
    if trouble:
        raise trouble


def _ahead(
    visit: Visit, files: Sequence[HeldFile]
) -> tuple[dict[str, Fetched], TrackerError | None]:
    """Return the texts that replaced others, and why there are not all of them.

    What stood at one of these paths may stand at another now, in other words.
    """
    coming: dict[str, Fetched] = {}
    room = ROOM
    for file in files:
        visit.watcher.begin(file.path)
        try:
            found = coming[file.path] = _fetched(visit, file)
        except TrackerError as error:
            return coming, error
        room -= len(found.text) if isinstance(found, Document) else 0
        if room <= 0:
            break
    return coming, None


def _read_one(visit: Visit, file: HeldFile, take: Take, coming: Mapping[str, Fetched]) -> None:
    """Read a document and take it in; both are kept together."""
    found = coming[file.path] if file.path in coming else _fetched(visit, file)
    if found is None:
        return
    if isinstance(found, Unreadable):
        with visit.work() as work:
            work.repositories.was_read(file, Reading(READER, trouble=found.sentence))
        visit.brought.unreadable.append(found)
        return
    texts = {path: one.text for path, one in coming.items() if isinstance(one, Document)}
    with visit.work() as work:
        arrival = take(work, replace(found, beside=texts))
        reading = Reading(READER, arrival.outcome.value, arrival.incident_id)
        work.repositories.was_read(file, reading)
    visit.brought.arrivals.append(arrival)


def _fetched(visit: Visit, file: HeldFile) -> Fetched:
    """Return a document, or None where the request failed: it is tried again next time."""
    if file.blob.size is not None and file.blob.size > LARGEST:
        return too_large(file.path)
    visit.renew()
    try:
        raw = visit.library.content(file.blob.name)
    except (Limited, Waits, LoggedOut, Moved):
        raise
    except TrackerError as error:
        visit.missed += isinstance(error, NotSent | TryAgain)
        if visit.missed >= MOST_MISSED:
            raise
        told = f"{file.path} cannot be read: {error}"
        visit.brought.unreadable.append(Unreadable(file.path, told))
        return None
    visit.missed = 0
    return document_of(file.path, raw, None, key=file.path)


def _known(path: str, last: Reading) -> Arrival:
    """Return what a second reading of the same content would say."""
    outcome = Outcome(last.outcome or Outcome.UNCHANGED)
    stays = outcome in {Outcome.COPY, Outcome.NO_POSTMORTEM}
    return Arrival(path, outcome if stays else Outcome.UNCHANGED, last.incident_id)


def _bounded(size: int | None) -> int | None:
    return None if size is None else min(size, LARGEST + 1)  # as much as a column holds


def _failed(source: DocumentSource, told: str) -> Unreadable:
    return Unreadable(str(source.repository), told)
