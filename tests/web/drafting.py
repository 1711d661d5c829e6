"""A draft's form as a browser sends it, with what a person types into it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tests.web.building import fields_in
from tests.web.test_bring import TEXT

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.building import Visitor

FORM = '<form class="draft-side"'


class Drafter:
    """Somebody before a draft: reads its form once, types, and presses a button."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        self.visitor = visitor
        self.path = path
        self.fields: dict[str, str] = {}
        self.look()

    def look(self) -> str:
        """Load the page anew."""
        page = self.visitor.read(self.path)
        self.fields = form_in(page)
        return page

    def press(self, deed: str, picked: tuple[int, ...] = (), /, **typed: str) -> TestResponse:
        """Send the form as it was loaded, with what was typed: e1_title, facts_title."""
        sent: dict[str, object] = dict(self.fields)
        for name, value in typed.items():
            where, _, what = name.partition("_")
            named = where == "facts" or re.fullmatch(r"e\d+", where)
            sent[f"{where.removeprefix('e')}-{what}" if named else name] = value
        sent |= {"do": deed, "picked": [str(one) for one in picked]}
        return self.visitor.client.post(self.path, data=sent)

    def done(self, deed: str, picked: tuple[int, ...] = (), /, **typed: str) -> str:
        """Press a button that must work, and return the page that follows."""
        answer = self.press(deed, picked, **typed)
        assert answer.status_code == 303, answer.text
        if deed in {"accept", "discard"}:
            return self.visitor.read(answer.headers["Location"])
        return self.look()


def form_in(page: str) -> dict[str, str]:
    """Return the fields of a draft's form with their values."""
    form = page[page.index(FORM) :]
    form = form[: form.index("</form>")]
    held = fields_in(form)
    for name, value in re.findall(
        r'<(?:input|select)[^>]*name="([\w-]+)"[^>]*? value="([^"]*)"', form
    ):
        held[name] = unescape(value)
    for name, value in re.findall(r'<textarea name="([\w-]+)"[^>]*>\n?([^<]*)</textarea>', form):
        held[name] = unescape(value)
    for name, options in re.findall(
        r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        held[name] = chosen[1] if chosen else ""
    chosen = re.search(r'name="to" value="([^"]*)" checked', form)
    held["to"] = chosen[1] if chosen else ""
    held.pop("picked", None)
    return held


def drafter(visitor: Visitor, text: str = TEXT) -> Drafter:
    """Bring a text, and stand before its draft."""
    answer = visitor.send("/bring", {"text": text})
    assert answer.status_code == 303, answer.text
    return Drafter(visitor, answer.headers["Location"])
