"""Inline markup of reStructuredText: literals, roles, links, substitutions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LITERAL = re.compile(r"``([^`]{1,400})``")
ROLE = re.compile(r":[\w:+.-]{1,40}:`([^`]{1,1000})`|`([^`]{1,1000})`:[\w:+.-]{1,40}:")
EMBEDDED = re.compile(r"`([^`<>]{0,1000})<([^`<>\s]{1,1000})>`__?")
PHRASE = re.compile(r"`([^`<>]{1,300})`(__?)")
WORD = re.compile(r"(?<![\w`\[_/.-])([A-Za-z0-9](?:[\w.+-]{0,80}[A-Za-z0-9])?)_(?![\w`])")
FOOTNOTE = re.compile(r"\s?\[(?:\d{1,3}|#[\w-]{0,40}|\*)\]_(?!\w)")
TITLE = re.compile(r"`([^`]{1,1000})`(?!_)")
SUBSTITUTION = re.compile(r"\|([^|\s](?:[^|]{0,80}[^|\s])?)\|_{0,2}")
TARGET_OF_ROLE = re.compile(r"\s?<[^<>]{1,300}>$")
ESCAPE = re.compile(r"\\(?:\s|(?=[`|_:]))")
HELD = "\x00"  # keeps a literal's place
KEPT = re.compile(HELD + r"(\d{1,6})" + HELD)


@dataclass(slots=True)
class Names:
    """What the document's targets and substitutions stand for."""

    targets: dict[str, str] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    used: int = 0
    left: int = 1_000_000  # letters that names stand for

    def address(self, name: str) -> str:
        """Return where a name leads, by way of other names at most twice."""
        found = self.targets.get(_key(name), "")
        for _ in range(2):
            if found.endswith("_"):
                found = self.targets.get(_key(found[:-1].strip("`")), "")
        return self._bounded(found) if found.startswith("http") else ""

    def text(self, found: re.Match[str]) -> str:
        """Return what a substitution stands for."""
        value = self.texts.get(_key(found[1]))
        return found[0] if value is None else self._bounded(value)

    def _bounded(self, value: str) -> str:
        self.left -= len(value)
        return value if self.left > 0 else ""

    def next_unnamed(self) -> str:
        """Return the target of the next link that names none."""
        self.used += 1
        return self.unnamed[self.used - 1] if self.used <= len(self.unnamed) else ""

    def add(self, name: str, address: str) -> None:
        """Note where a name leads."""
        self.targets.setdefault(_key(name), address)


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def as_markdown(text: str, names: Names) -> str:
    """Return a line's words with their markup as Markdown writes it."""
    if "|" in text and names.texts:
        text = SUBSTITUTION.sub(names.text, text)
    if "`" not in text and "_" not in text and "\\" not in text:
        return text
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(f"`{found[1]}`")
        return f"{HELD}{len(held) - 1}{HELD}"

    text = LITERAL.sub(hold, text.replace(HELD, ""))
    text = ROLE.sub(lambda m: TARGET_OF_ROLE.sub("", m[1] or m[2]) or m[1] or m[2], text)
    text = EMBEDDED.sub(lambda m: _link(m[1].strip() or m[2], m[2]), text)
    text = PHRASE.sub(lambda m: _reference(m[1], m[2], names), text)
    text = FOOTNOTE.sub("", text)
    text = WORD.sub(lambda m: _word(m, names), text)
    text = TITLE.sub(lambda m: m[1], text)
    text = ESCAPE.sub("", text)
    return KEPT.sub(lambda m: held[int(m[1])] if int(m[1]) < len(held) else "", text)


def _reference(name: str, mark: str, names: Names) -> str:
    address = names.next_unnamed() if mark == "__" else names.address(name)
    return _link(name, address)


def _word(found: re.Match[str], names: Names) -> str:
    """Return a single word's link; a word that no target is named after is a word."""
    known = names.address(found[1])
    return _link(found[1], known) if known else found[0]


def _link(words: str, address: str) -> str:
    if not address.startswith("http") or words == address:
        return words if not address.startswith("http") else address
    return f"[{words.replace('[', '(').replace(']', ')')}]({address})"
