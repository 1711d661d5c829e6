"""Documents that people asked for by their address: fetched one by one, and laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sync.errors import Limited, TrackerError, Waits
from sync.listing import documents_in
from sync.registry import gate_for, library_for
from sync.sources import sentence
from tracker.domain.errors import AmendsError, Stale
from tracker.reading import LARGEST, Unreadable, document_of, too_large
from tracker.sources import DocumentSource

if TYPE_CHECKING:
    from sync.governing import Governor
    from sync.ports import Listing
    from tracker.domain.drafts import Draft
    from tracker.reading import Document
    from tracker.settings import Settings
    from tracker.storage import Store, Work


class Came(Protocol):
    """Takes what came of a wish."""

    def __call__(self, work: Work, draft: Draft, found: Document | Unreadable) -> Draft:
        """Store what came; whoever calls commits."""


def fetch(store: Store, settings: Settings, came: Came) -> list[str]:
    """Fetch what people asked for, and let *came* store it; return a sentence for each.

    What a limit holds up waits; whatever else goes wrong is told in the draft.
    """
    with store.reading() as work:
        wanted = work.drafts.wanted()
    return [_one(store, settings, draft, came) for draft in wanted]


def _one(store: Store, settings: Settings, draft: Draft, came: Came) -> str:
    address = draft.address or {}
    try:
        source = _source(settings, address.get("repository", ""), address)
        found = _fetched(store, settings, source)
    except (Limited, Waits) as waits:
        return f"{draft.name} waits: {waits}"
    except AmendsError as error:
        found = Unreadable(draft.name, str(error))
    except _Untold as error:
        found = Unreadable(draft.name, str(error))
    with store.work() as work:
        try:
            came(work, draft, found)
        except Stale:  # another process was faster, or the wish was given up
            return f"{draft.name}: somebody else fetched it"
        work.commit()
    told = found.sentence if isinstance(found, Unreadable) else "fetched, and waits for a person"
    return f"{draft.name}: {told}"


class _Untold(Exception):
    """A tracker's refusal, in the sentence for people."""


def _source(settings: Settings, repository: str, address: object) -> DocumentSource:
    """Return where a document stands, if that is configured still."""
    told = address if isinstance(address, dict) else {}
    target = settings.target_named(told.get("target", ""))
    ours = {one.repository.casefold() for one in settings.target if one.repository}
    ours |= {str(one.repository).casefold() for one in settings.repositories}
    if target is None or repository.casefold() not in ours:
        raise _Untold(f"{repository} is configured no more")
    return DocumentSource(
        repository=repository, target=target.name, ref=told.get("ref"), path=told.get("path")
    )


def _fetched(store: Store, settings: Settings, source: DocumentSource) -> Document | Unreadable:
    target = settings.reader_of(source)
    gate = gate_for(target, settings, store, f"source {source.repository}")
    try:
        return _read(store, settings, source, gate)
    except Limited as limit:
        with store.work() as work:
            gate.pause(work, limit)
            work.commit()
        raise
    except Waits:
        raise
    except TrackerError as error:
        raise _Untold(sentence(error, source, target)) from error
    finally:
        with store.work() as work:
            gate.settle(work)
            work.commit()


def _read(
    store: Store, settings: Settings, source: DocumentSource, gate: Governor
) -> Document | Unreadable:
    """Return the document: what its repository holds now, by three requests."""
    library = library_for(source, settings, gate)
    head = library.head(None)

    def listed(tree: str, *, whole: bool) -> Listing:
        return library.listed(tree, whole=whole)

    files = documents_in(source, head.tree if head else None, listed)
    file = files.get(source.inside)
    path = f"{source.repository}/{source.inside}"
    if file is None:
        return Unreadable(path, f"{path} is a folder; open a document in it")
    if file.size is not None and file.size > LARGEST:
        return too_large(path)
    raw = library.content(file.blob)
    with store.reading() as work:
        held = work.repositories.contents(path)
    # at another ref it is another text, which no reading of the source may take for an edit
    known = path if not held or file.blob in held else None
    return document_of(source.inside.rsplit("/", 1)[-1], raw, None, key=known)
