"""The words of people in a stored report: kept apart, and put in when it is read.

A report is stored with a sign in the place of each title and reason. So an incident that is
restricted afterwards takes its words out of every report that was ever made, and each other
byte stays as it was.
"""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
from html import escape as html_escape
from typing import TYPE_CHECKING

from tracker.reporting.csv_text import shown
from tracker.reporting.document import plain
from tracker.reporting.markdown_text import within
from tracker.storage.report_queries import HUSHED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

Word = tuple[int, str]  # the incident to which it belongs, and itself


class Signs:
    """Gives each of an incident's words a sign that nobody can have written."""

    def __init__(self) -> None:
        self.nonce = secrets.token_hex(8)
        self._places: dict[Word, int] = {}

    def __call__(self, incident: int, word: str) -> str:
        """Return the sign of a word; letters and digits, which no form escapes."""
        place = self._places.setdefault((incident, word), len(self._places))
        return f"Zq{self.nonce}x{place}z"

    @property
    def words(self) -> tuple[Word, ...]:
        """Return the words by the numbers of their signs."""
        return tuple(self._places)


def said(text: str, form: str, nonce: str, words: Sequence[Word], hidden: Collection[int]) -> str:
    """Return *text* with its words, as *form* writes them; those of *hidden* incidents are not."""
    write = WRITERS[form]

    def word(found: re.Match[str]) -> str:
        incident, told = words[int(found[1])]
        return write(HUSHED if incident in hidden else told)

    return re.sub(f"Zq{nonce}x([0-9]+)z", word, text)


def _html(word: str) -> str:
    return html_escape(plain(word))


def _json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _csv(word: str) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="").writerow([shown(word), ""])
    return file.getvalue()[:-1]


WRITERS: dict[str, Callable[[str], str]] = {
    "md": within,
    "html": _html,
    "json": _json,
    "csv": _csv,
    "document": _json,
}
