"""A page's tags and words in order, each with its line; linear, whatever the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracker.formats.entities import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING = re.compile(r"<(?:(/?)([A-Za-z][^\s/<>]*)|!--|!\[CDATA\[|[!?])")
# every branch moves on, so that a tag is read once
ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(>)|([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+|=)"""
)
# what holds no markup; its end is sought by name
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})
UNREAD = frozenset({"script", "textarea", "noembed", "noframes"})


class Tag(NamedTuple):
    """An opening or closing tag, or, without a name, a run of words."""

    line: int
    name: str = ""
    text: str = ""
    closes: bool = False
    empty: bool = False  # <tag/>
    attrs: dict[str, str] | None = None


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags and words of *text*; a mark that begins no tag is a word."""
    return _Reader(text).tags()


class _Reader:
    """Walks the text once; keeps which ends are known not to come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line, self.counted = 1, 0
        self.last = text.rfind(">")
        self.last_comment = text.rfind("-->")
        self.endless: set[str] = set()

    def tags(self) -> Iterator[Tag]:
        at = begin = 0
        text = self.text
        while found := OPENING.search(text, at):
            start = found.start()
            if start > self.last or (found[0] == "<!--" and start > self.last_comment):
                at = found.end()
                continue
            if start > begin:
                yield self._words(begin, start)
            if found[2]:
                tag, at = self._tag(found)
                yield tag
                if not tag.closes and not tag.empty and tag.name in RAW:
                    words, at = self._raw(tag, at)
                    yield from words
            elif found[0] == "<![CDATA[":
                end = self._end("]]>", found.end())
                yield Tag(self._line(start), text=text[found.end() : end])
                at = min(end + 3, len(text))
            else:
                mark = "-->" if found[0] == "<!--" else ">"
                at = text.find(mark, start + 2) + len(mark)  # "<!-->" is a whole comment
            begin = at
        if begin < len(text):
            yield self._words(begin, len(text))

    def _tag(self, found: re.Match[str]) -> tuple[Tag, int]:
        line, at = self._line(found.start()), found.end()
        attrs: dict[str, str] = {}
        while one := ATTRIBUTE.match(self.text, at):
            at = one.end()
            if one[1]:
                break
            if one[2]:
                value = next((v for v in one.group(3, 4, 5) if v is not None), "")
                attrs.setdefault(one[2].lower(), decoded(value))
        else:
            at = len(self.text)
        empty = self.text[at - 2 : at] == "/>"
        return Tag(line, found[2].lower(), "", bool(found[1]), empty, attrs or None), at

    def _raw(self, tag: Tag, at: int) -> tuple[list[Tag], int]:
        """Return what stands in an element without markup, and where it ends."""
        if tag.name in self.endless:
            return [], at
        end = re.compile(rf"</{tag.name}", re.IGNORECASE).search(self.text, at)
        if end is None:
            self.endless.add(tag.name)
            return [], len(self.text) if tag.name in {"script", "style"} else at
        text = self.text[at : end.start()]
        if tag.name in UNREAD:
            return [], end.start()
        line = self._line(at)
        return [Tag(line, text=text if tag.name == "style" else decoded(text))], end.start()

    def _words(self, start: int, end: int) -> Tag:
        return Tag(self._line(start), text=decoded(self.text[start:end]))

    def _end(self, mark: str, at: int) -> int:
        if mark in self.endless:
            return len(self.text)
        end = self.text.find(mark, at)
        if end < 0:
            self.endless.add(mark)
        return end if end >= 0 else len(self.text)

    def _line(self, at: int) -> int:
        """Return the number of the line at *at*, which never moves back."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line
