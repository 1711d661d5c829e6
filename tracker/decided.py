"""What people decided of a document's lines holds when the document is read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.domain.history import Author, Origin
from tracker.domain.items import ActionItem, Source, Status
from tracker.matching import Known, Matches, match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from tracker.domain.decisions import Decision
    from tracker.domain.incidents import Candidate, Revision
    from tracker.storage import Work

    Said = Callable[[Candidate], dict[str, Any]]
    Lent = tuple[tuple[Source, ...], tuple[str, ...]]

HAND = "hand"  # is said of an item that a person added, and that no reading finds
BY = Author(Origin.DOCUMENT)


def stand_in(decision: Decision, at: datetime) -> Known:
    """Return a decided promise as matching knows an item; its number is below zero."""
    bare = ActionItem(
        -decision.id,
        decision.incident_id,
        decision.title,
        Status.DUPLICATE,
        at,
        sources=decision.sources,
        in_document=decision.in_document,
        fingerprint=str(decision.said.get("fingerprint", "")),
    )
    return Known(bare, bare.fingerprint)


def match_again(work: Work, known: Sequence[Known], candidates: Sequence[Candidate]) -> Matches:
    """Return which item each candidate is, where a merged item answers for its own line only."""
    merged: dict[int, set[Source]] = {}
    for incident_id in {one.item.incident_id for one in known}:
        for decision in work.decisions.of(incident_id):
            if decision.item_id is not None:
                merged.setdefault(decision.item_id, set()).update(decision.sources)
    whole = {one.item.id: one for one in known}
    alone = [_without(one, merged.get(one.item.id, set())) for one in known]
    found = match(alone, candidates)
    same = tuple((whole[one.item.id], candidate) for one, candidate in found.same)
    gone = tuple(whole[one.item.id] for one in found.gone)
    return replace(found, same=same, gone=gone)


def obeyed(work: Work, matches: Matches, revision: Revision, said: Said, now: datetime) -> Matches:
    """Return what is left to do of *matches* once people's decisions are obeyed.

    What was dropped stays dropped, what was merged lends its lines to its item, and what a
    person added stands as long as its words do.
    """
    decisions = {one.id: one for one in work.decisions.of(revision.incident_id)}
    lent: dict[int, list[Lent]] = {}
    for known, candidate in matches.same:
        decision = decisions.get(-known.item.id)
        if decision:
            work.decisions.place(
                decision.id, revision.postmortem_id, said(candidate), candidate.sources
            )
            if decision.item_id is not None:
                lent.setdefault(decision.item_id, []).append((candidate.sources, candidate.refs))
    for known in matches.gone:
        decision = decisions.get(-known.item.id)
        if decision and decision.postmortem_id == revision.postmortem_id:
            sources = _kept(work, decision, revision)
            if sources and decision.item_id is not None:
                lent.setdefault(decision.item_id, []).append((sources, ()))
    same = tuple(
        (known, _lent(candidate, lent.pop(known.item.id, [])))
        for known, candidate in matches.same
        if known.item.id > 0
    )
    gone = tuple(
        known
        for known in matches.gone
        if known.item.id > 0
        and not _stands_in_part(work, known.item, lent.get(known.item.id, []), revision, now)
        and not _stands_by_hand(work, known.item, revision, now)
    )
    return replace(matches, same=same, gone=gone)


def lines_of(text: str, first: int, last: int) -> str:
    """Return some lines of a text, numbered from 1."""
    return "\n".join(text.splitlines()[first - 1 : last])


def _without(known: Known, lines: set[Source]) -> Known:
    own = tuple(one for one in known.item.sources if one not in lines)
    return replace(known, item=replace(known.item, sources=own)) if own and lines else known


def _lent(candidate: Candidate, others: Iterable[Lent]) -> Candidate:
    """Return a candidate with the lines of those that were merged into it."""
    sources, refs = list(candidate.sources), list(candidate.refs)
    for more, links in others:
        sources += more
        refs += links
    return replace(candidate, sources=tuple(sources), refs=tuple(dict.fromkeys(refs)))


def _kept(work: Work, decision: Decision, revision: Revision) -> tuple[Source, ...]:
    """Return where lines that a person merged stand still; else their decision is set aside."""
    sources = _located(decision.sources, revision.text) if decision.said.get(HAND) else ()
    if sources:
        work.decisions.place(decision.id, revision.postmortem_id, decision.said, sources)
    elif decision.in_document:
        work.decisions.miss(decision.id)
    return sources


def _stands_in_part(
    work: Work, item: ActionItem, lines: Sequence[Lent], revision: Revision, now: datetime
) -> bool:
    """Return whether a line stands that was merged into an item whose own line is gone."""
    if not lines:
        return False
    work.items.place(item.id, revision.id, [one for sources, _ in lines for one in sources])
    work.items.save(replace(work.items.get(item.id), in_document=True), now, BY)
    return True


def _stands_by_hand(work: Work, item: ActionItem, revision: Revision, now: datetime) -> bool:
    """Return whether an item that a person added still has its words in the document."""
    if not work.items.said(item.id).get(HAND):
        return False
    found = _located(item.sources, revision.text)
    if not found:
        return False
    work.items.place(item.id, revision.id, found)
    if not item.in_document:
        work.items.save(replace(work.items.get(item.id), in_document=True), now, BY)
    return True


def _located(sources: Iterable[Source], text: str) -> tuple[Source, ...]:
    """Return where the words of all *sources* stand in a text; nothing where one does not."""
    lines = text.splitlines()
    found = [_found(one, lines) for one in sources]
    return () if None in found else tuple(one for one in found if one)


def _found(source: Source, text: Sequence[str]) -> Source | None:
    """Return where the words of a source stand now: at the place that is nearest to the old."""
    length = source.last_line - source.first_line + 1
    words = source.text.split()
    places = [
        at
        for at in range(len(text) - length + 1)
        if words and _begins(text[at], words) and " ".join(text[at : at + length]).split() == words
    ]
    if not places:
        return None
    first = min(places, key=lambda at: abs(at + 1 - source.first_line)) + 1
    return replace(source, first_line=first, last_line=first + length - 1)


def _begins(line: str, words: Sequence[str]) -> bool:
    """Return whether a line may be the first of *words*: a blank one may, and is rare."""
    return not line.strip() or line.split(None, 1)[0] == words[0]
