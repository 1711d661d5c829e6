"""Other people's words in GitHub's Markdown: never markup, never a mention, never a reference."""

from __future__ import annotations

import re
from urllib.parse import quote

from sync.providers.github.body import tame
from sync.wording import HERE, THERE, flat, harmless

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$])")
FIRST = re.compile(r"^([-=]|\d+(?=\.))")
ADDRESS = re.compile(r":(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH-)(?=\d)", re.IGNORECASE)
GAP = "\u200b"  # seen by nobody, and no mention, number or address goes across it
URL_SAFE = ":/?#@!$&'*+,;=%-._~"


class Markdown:
    """GitHub's Markdown (https://github.github.com/gfm)."""

    longest = 60_000  # of the 65,536 characters of a text; the rest is for people

    def inline(self, text: str) -> str:
        """Return *text* as words within a line."""
        escaped = SPECIAL.sub(r"\\\1", tame(flat(text)))
        escaped = FIRST.sub(lambda found: _first(found[0]), escaped)
        escaped = escaped.replace("@", f"@{GAP}").replace("\\#", f"\\#{GAP}")
        return ADDRESS.sub(lambda found: f"{found[0]}{GAP}", escaped)

    def code(self, text: str) -> str:
        """Return *text* as code within a line."""
        inner = re.sub(r"[`\s]+", " ", tame(flat(text))).strip()
        return f"`{inner}`" if inner else ""

    def quoted(self, words: str) -> str:
        """Return *words* as a block of their own, in which nothing is markup."""
        safe = tame(harmless(words)).strip("\n")
        if not safe.strip():
            return ""
        longest = max((len(run) for run in re.findall(r"`+", safe)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{HERE}{fence}text\n{safe}\n{fence}{THERE}"

    def link(self, text: str, url: str | None) -> str:
        """Return *text* as a link, or alone where there is no address to go to."""
        if not url or not re.match(r"https?://", url):
            return self.inline(text)
        return f"[{self.inline(text)}]({quote(url, safe=URL_SAFE)})"

    def settled(self, text: str) -> str:
        """Return a whole block: each quotation begins after an empty line, and no mark is in it."""
        apart = re.sub(rf"[ \t]*\n*[ \t]*{HERE}", "\n\n", text)
        return tame(re.sub(rf"{THERE}[ \t]*\n?", "\n", apart))


def _first(found: str) -> str:
    """Return what begins a line so that it begins no list and no heading."""
    return f"{found}\\" if found.isdigit() else f"\\{found}"
