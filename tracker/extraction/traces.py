"""How the lines of a document were cut and its titles understood: the pipeline, watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction.blocks import Cutter, Document
from tracker.extraction.lines import unseen
from tracker.extraction.markup import DEFINITION
from tracker.extraction.outline import WORK, Chapter, Outliner
from tracker.extraction.phrasebook import Role
from tracker.extraction.reasons import Reason, Taken, quoted
from tracker.extraction.vocabulary import phrase_in

if TYPE_CHECKING:
    from tracker.extraction.lines import Line

UNSEEN = {
    "comment": Reason(Taken.COMMENT),
    "fence": Reason(Taken.FENCE),
    "markup": Reason(Taken.MARKUP, "it holds no words"),
}


def cut_reasons(text: str, *, name: str = "") -> dict[int, Reason]:
    """Return why lines of *text* are part of no block; a blank line needs no reason."""
    reasons = {number: UNSEEN[sort] for number, sort in unseen(text, name).items()}
    watched = _WatchedCutter.over(text, name=name)
    watched.document()
    start = watched.lines[0].number if watched.lines else text.count("\n") + 2
    return reasons | dict.fromkeys(range(1, start), Reason(Taken.FRONT)) | watched.reasons


class _WatchedCutter(Cutter):
    """Cuts as always, and notes what became of the lines that are no blocks."""

    def __init__(self, lines: list[Line], front: dict[str, str]) -> None:
        super().__init__(lines, front)
        self.reasons: dict[int, Reason] = {}

    def _take(self, at: int, line: Line) -> None:
        before, header = self._size(), self.header
        super()._take(at, line)
        if self._size() != before:
            return
        if line.text[0] == "[" and DEFINITION.match(line.text):
            reason = Reason(Taken.DEFINITION, "a link that the text names")
        elif self.header is None:
            reason = Reason(Taken.RULE, "it underlines or parts")
        elif header is None:
            reason = Reason(Taken.COLUMNS, "the titles of a table's columns")
        else:
            reason = Reason(Taken.RULE, "it parts a table's columns from its rows")
        self.reasons[line.number] = reason

    def _size(self) -> tuple[int, int]:
        return len(self.blocks), len(self.blocks[-1].parts) if self.blocks else 0


def title_reasons(document: Document) -> list[Reason]:
    """Return why each chapter of *document* was given its role, in order."""
    watched = _WatchedOutliner(document)
    watched.chapters()
    return watched.reasons


@dataclass(frozen=True, slots=True)
class _Titled:
    """A chapter as it ended up, and what its title alone means."""

    chapter: Chapter
    own: Role | None
    above: Chapter | None


class _WatchedOutliner(Outliner):
    """Outlines as always, and notes what each title meant by itself."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.reasons = [Reason(Taken.TEXT)]

    def _begin(self, chapter: Chapter) -> None:
        own = chapter.role
        super()._begin(chapter)
        above = self.open[-2] if len(self.open) > 1 else None
        self.reasons.append(Reason(Taken.HEADING, _why(_Titled(chapter, own, above))))


def _why(one: _Titled) -> str:
    """Return why a title was taken for its role."""
    role, own, above = one.chapter.role, one.own, one.above
    phrase = phrase_in(one.chapter.title)
    if above is not None and above.role is Role.LESSONS and role is Role.TASK is not own:
        return f"{role}: a deed about the lesson {quoted(above.title)}"
    if own is None and role is None:
        return f"no section: {_unknown(phrase)}"
    if own is None and above is not None:
        return f"{role}: inherits from {quoted(above.title)}, as {_unknown(phrase)}"
    if role is own or above is None:
        return f'{role}: the phrase "{phrase}"'
    how = "sorts the work of" if above.role in WORK and role in WORK else "stands within"
    return f'{role}: "{phrase}" {how} {quoted(above.title)}'


def _unknown(phrase: str | None) -> str:
    return f'"{phrase}" says too little beside its other words' if phrase else "no known phrase"
