"""Other people's words in Jira's wiki notation: never markup and never a mention."""

from __future__ import annotations

import re
from urllib.parse import quote

from sync.providers.jira.body import BEGIN, END, tame
from sync.wording import HERE, THERE, flat, harmless

SPECIAL = re.compile(r"([{}\[\]|*_^~!\\])")
PAIRED = re.compile(r"(?<!\w)([-+])(?=\S)|(\?)(?=\?)")  # -struck-, +inserted+, ??cited??
FIRST = re.compile(r"^(h[1-6]|bq)(?=\.)")
GAP = "\u200b"
URL_SAFE = ":/?#@!$&'*+,;=%-._~"


class Wiki:
    """Jira's wiki notation, which API version 2 takes on both editions."""

    longest = 30_000  # of the 32,767 characters of a description; the rest is for people

    def inline(self, text: str) -> str:
        """Return *text* as words within a line."""
        escaped = SPECIAL.sub(r"\\\1", tame(flat(text)))
        escaped = PAIRED.sub(lambda found: f"\\{found[0]}", escaped)
        escaped = FIRST.sub(lambda found: f"{found[0]}{GAP}", escaped)
        escaped = f"\\{escaped}" if escaped.startswith("#") else escaped
        return escaped.replace("://", f":{GAP}//").replace("@", f"@{GAP}")

    def code(self, text: str) -> str:
        """Return *text* as code within a line."""
        inner = self.inline(text)
        return f"{{{{{inner}}}}}" if inner else ""

    def quoted(self, words: str) -> str:
        """Return *words* as a block of their own, in which nothing is markup."""
        safe = re.sub(r"\{(?=\s*noformat)", "{ ", tame(harmless(words)), flags=re.IGNORECASE)
        safe = safe.strip("\n")
        return f"{HERE}{{noformat}}\n{safe}\n{{noformat}}{THERE}" if safe.strip() else ""

    def link(self, text: str, url: str | None) -> str:
        """Return *text* as a link, or alone where there is no address to go to."""
        if not url or not re.match(r"https?://", url):
            return self.inline(text)
        return f"[{self.inline(text)}|{quote(url, safe=URL_SAFE)}]"

    def settled(self, text: str) -> str:
        """Return a whole block: each quotation stands on lines of its own, and no mark is in it."""
        apart = re.sub(rf"[ \t]*\n*[ \t]*{HERE}", "\n", text)
        settled = re.sub(rf"{THERE}[ \t]*\n?", "\n", apart)
        for mark in (BEGIN, END):
            settled = settled.replace(mark, tame(mark))
        return settled
