"""What comes in with the form of a draft: what was typed, what was seen, what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tracker.domain.drafts import BESIDE, FACTS, FIELDS, Lines
from tracker.domain.errors import BadInput
from tracker.editing import LARGEST_NUMBER

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

NEW, OTHER = "new", "other"
DEEDS = frozenset(
    {"save", "merge", "drop", "restore", "apart", "split", "add", "accept", "discard", "again"}
)
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A draft as a person wants it; keys of *values* are "facts" or an entry's number.

    *seen* is how it stood when the form was opened; *deed* and *about* are the button.
    """

    version: int
    deed: str
    about: int
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    picked: tuple[int, ...] = ()
    to: str = ""
    other: str = ""
    title: str = ""
    lines: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Read a form; raise BadInput where it tells no version, or nothing that can be done."""
        version = _number(form.get("version", ""))
        if version is None:
            raise BadInput("the form tells no version; load the page again")
        deed, _, about = form.get("do", "save").partition(":")
        if deed not in DEEDS:
            raise BadInput("the form says nothing that could be done; load the page again")
        number = _number(about) or 0
        at = f"-{number}" if deed == "split" else ""
        values: dict[str, dict[str, str]] = {}
        for name, value in form.items():
            where, dash, what = name.partition("-")
            known = (
                what in (*FIELDS, *BESIDE)
                if where.isdecimal()
                else where == "facts" and what in FACTS
            )
            if dash and known:
                values.setdefault(where, {})[what] = " ".join(value.replace("\x00", "").split())
        return cls(
            version,
            deed,
            number,
            values,
            _seen(form.get("seen", "")),
            tuple(one for one in map(_number, form.getlist("picked")) if one is not None),
            form.get("to", ""),
            form.get("other", "").strip()[:40],
            " ".join(form.get(f"new_title{at}", "").replace("\x00", "").split()),
            (form.get(f"new_from{at}", "").strip()[:20], form.get(f"new_to{at}", "").strip()[:20]),
        )

    def touched(self, where: str) -> dict[str, str]:
        """Return the fields of an entry, or the facts, that the person changed."""
        seen = self.seen.get(where, {})
        return {
            name: value
            for name, value in self.values.get(where, {}).items()
            if value.split() != seen.get(name, "").split()
        }

    def chosen_lines(self, last: int) -> Lines:
        """Return which lines the person chose, or raise BadInput."""
        first, end = _number(self.lines[0]), _number(self.lines[1] or self.lines[0])
        if first is None or end is None:
            raise BadInput("say which lines it stands in, by their numbers")
        if not 1 <= first <= end <= last:
            raise BadInput(f"there are no lines {first} to {end}; the document has {last}")
        return first, end


def _number(text: str) -> int | None:
    plain = text.strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > LONGEST_NUMBER:
        return None
    return min(int(plain), LARGEST_NUMBER)


def _seen(told: str) -> dict[str, dict[str, str]]:
    """Return what the form was opened with, or raise BadInput: all would look as if typed anew."""
    try:
        held: Any = json.loads(told or "{}")
        return {
            str(where): {str(name): str(value) for name, value in values.items()}
            for where, values in held.items()
        }
    except (ValueError, RecursionError, AttributeError) as error:
        raise BadInput("the form does not tell what it showed; load the page again") from error
