"""The wiki notation of Jira and of old Confluence as Markdown, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.formats.grids import Rows

HEADING = re.compile(r"h([1-6])\.\s+(\S.*)$")
HEADINGS = re.compile(r"^h[1-6]\.[ \t]+\S", re.MULTILINE)
STARTS = ("\nh2. ", "\nh3. ")  # one of them is in every such text
FEW = 2  # headings that no other text has
LISTED = re.compile(r"([*#]{1,10}|-)\s+(\S.*)$")
STATE = re.compile(r"\(([/x])\)\s+(?=\S)")
FENCE = re.compile(r"\{(?:code|noformat)(?::[^{}]{0,200})?\}$")
TAGS = re.compile(
    r"\{(?:panel|quote|info|note|tip|warning|expand|color|anchor|toc|section|column|status)"
    r"(?::[^{}]{0,300})?\}"
)
IMAGE = re.compile(r"![^\s!|]{1,300}(?:\|[^!]{0,200})?!")
MENTION = re.compile(r"\[~(?:accountid:)?([^\[\]|]{1,100})\]")
LINK = re.compile(r"\[(?:([^\[\]|]{1,500})\|)?(https?://[^\s\[\]|]{1,2000})(?:\|[^\[\]]{0,100})?\]")
BOLD = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,300}[^\s*])?)\*(?![\w*])")
MONO = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
PAIR = 2  # cells of a row of facts: ||Severity|SEV2|


def is_jira_wiki(text: str) -> bool:
    """Return whether *text* has headings as Jira writes them: "h2. Impact"."""
    if not any(start in text for start in STARTS):
        return False
    found = HEADINGS.finditer(text)
    return all(next(found, None) for _ in range(FEW))


def jira_wiki_rows(text: str) -> Rows:
    """Return the lines of *text* as Markdown, each with its number."""
    rows: Rows = []
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if FENCE.match(bare):
            fenced = not fenced
            rows.append((number, "```"))
        elif fenced:
            rows.append((number, line))
        elif bare.startswith("|"):
            rows += [(number, row) for row in _table(bare)]
        else:
            rows.append((number, _line(bare)))
    return [*rows, (rows[-1][0], "```")] if fenced else rows


def _line(bare: str) -> str:
    """Return a line that is no table's: a heading, an entry, a quotation or text."""
    if found := HEADING.match(bare):
        return f"{'#' * int(found[1])} {_inline(found[2])}"
    if found := LISTED.match(bare):
        marks, words = found[1], found[2]
        state = STATE.match(words)
        box = f"[{'x' if state[1] == '/' else ' '}] " if state else ""
        words = words[state.end() :] if state else words
        marker = "1." if marks[-1] == "#" else "-"
        return f"{'    ' * (len(marks) - 1)}{marker} {box}{_inline(words)}"
    return f"> {_inline(bare[4:])}" if bare.startswith("bq. ") else _inline(bare)


def _table(bare: str) -> list[str]:
    """Return a table's row; a header has its rule, a row of facts is a label and its value."""
    cells = [cell.strip() for cell in _inline(bare).strip("|").replace("||", "|").split("|")]
    shown = f"| {' | '.join(cells)} |"
    if not bare.startswith("||"):
        return [shown]
    if len(cells) == PAIR and not bare.endswith("||") and bare.count("||") == 1:
        return [f"- **{cells[0].strip('* :')}:** {cells[1]}"]
    return [shown, f"|{'---|' * len(cells)}"]


def _inline(text: str) -> str:
    """Return *text* with its links, mentions and emphasis as Markdown writes them."""
    if "{" in text:
        text = MONO.sub(r"`\1`", TAGS.sub("", text))
    if "!" in text:
        text = IMAGE.sub("", text)
    if "[" in text:
        text = MENTION.sub(r"@\1", text)
        text = LINK.sub(lambda found: f"[{found[1] or found[2]}]({found[2]})", text)
    return BOLD.sub(r"**\1**", text).strip()
