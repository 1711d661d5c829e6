"""The grounds on which an item says what it says: the words for its kind, owner, day and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extraction.drafts import LONGEST
from tracker.extraction.items import DEADLINE, OWN, Promise, done_cue, is_task
from tracker.extraction.kinds import kind_cue
from tracker.extraction.reasons import quoted
from tracker.extraction.statuses import status

if TYPE_CHECKING:
    from tracker.extraction.drafts import Draft


def grounds(draft: Draft, one: Promise, task: Promise | None = None) -> list[str]:
    """Return what a piece of work says beside its text, each with the words that said so.

    Of a measure that is one with its *task*, a past tense does not count.
    """
    tail, text = draft.tail, one.source.text
    values = (
        ("owner", one.owner, tail.owner, text),
        ("due", one.due and one.due.isoformat(), tail.due, _deadline(text)),
        ("priority", one.priority, tail.priority, one.priority),
        ("effort", one.effort, tail.effort, one.effort),
        ("due after the incident by", one.within and str(one.within), tail.due, text[-60:]),
    )
    told = [
        f"{field} {value}{_from(draft, field, value, cut or words or value)}"
        for field, value, cut, words in values
        if value
    ]
    done, why = done_cue(draft, tail, text)
    if done is not None:
        state = "done" if done else "not done"
        told.append(f"{state} by {_words(draft, done=done) or why}{_mark(draft, why)}")
        told[-1] += ", which does not count beside its task" if task and one.done_by_tense else ""
    if one.refs:
        told.append(f"{len(one.refs)} link{'s' * (len(one.refs) > 1)}")
    return told


def sort(one: Promise, task: Promise | None = None) -> str:
    """Return the kind of an item, and the words that decided it."""
    words = task or one
    heading = one.source.heading or words.source.heading
    kind, cue = kind_cue(heading, words.source.text, one.group)
    return f'{kind} by "{cue}"' if cue else f"{kind}, as no word tells otherwise"


def side(one: Promise) -> str:
    """Return whether a promise is a measure or a task."""
    return "task" if is_task(one) else "measure"


def _from(draft: Draft, field: str, value: str, cut: str) -> str:
    """Return where a field's value was written."""
    if field not in draft.fields:
        return f" from {quoted(_around(draft, cut))}"
    raw = draft.fields[field]
    return " from its field" if raw == value else f" from {quoted(raw)} in its field"


def _deadline(text: str) -> str:
    """Return the words at the end of a sentence that say until when."""
    found = DEADLINE.search(text, max(0, len(text) - 60))
    return found[0] if found else text


def _around(draft: Draft, value: str) -> str:
    """Return what was cut off the item's end, or its front, with *value* in it."""
    raw = draft.raw[:LONGEST].strip()
    front, found, end = raw.partition(draft.tail.text)
    pieces = [piece.strip(" ,;") for piece in (end, front) if found and value in piece]
    return pieces[0] if pieces else value


def _words(draft: Draft, *, done: bool) -> str:
    """Return the title above that says the state."""
    group = draft.group or ""
    told = draft.said_done is done and draft.tail.done is None and draft.ticked is None
    return quoted(group) if told and status(group) is done else ""


def _mark(draft: Draft, why: str) -> str:
    """Return the words off an item's end that say its state."""
    if why != OWN:
        return ""
    raw = draft.raw[:LONGEST].strip()
    front, found, end = raw.partition(draft.tail.text)
    words = (end.strip(" ,;") or front.strip()) if found else ""
    return f" {quoted(words)}" if words else ""
