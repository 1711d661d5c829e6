"""Which role a section title or a label has: the longest known phrase in it decides."""

from __future__ import annotations

import re
import unicodedata

from tracker.extraction.phrasebook import PHRASES, Role
from tracker.extraction.phrases import words

# words that may stand beside a phrase in a label of plain text without changing its meaning
FILLER = words(
    """
    a an the of and or for to from our this that these issue issues incident incidents
    outage specific main key following address list section all times in utc gmt time date
    pst est proposed planned suggested identified immediate short long term short-term
    future further details initial final technical detailed brief quick full overall
    apparent real actual analysis explanation description report results taken items steps plan
    possible implement implementation de la el los las du des le les o os do da dos das der
    die und et y e
    en em zu zur pacific eastern central mountain standard greenwich mean pt et local
    approximate
    what was were when is did how events event full complete actual story overview breakdown log
    must contain first total in short
    """
)

SPELT = re.compile(r"[a-z0-9]+")
PARENTHESES = re.compile(r"\([^()]*\)")
NUMBERING = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[ivx]{1,4}\.|[a-z]\)|step \d+|#)(?:\s+|$)"
)
# words that say little unless they are all that a heading says
VAGUE = words(
    """
    measures actions action fix solution context history cause causes reason reasons when start
    end began day data metrics status service services component components date process logs
    about scope communication communications investigation assumptions tags contact evidence
    references links background trigger factors fin fim ende medidas acciones acoes causa causas
    """
)
# what lessons are when a heading says so as well
IMPROVING = words("prevention improvements improvement measures actions preventative preventive")
# of two phrases of one length, one of these roles is what a heading is about
STRONG = frozenset(
    {Role.MEASURE, Role.TASK, Role.TIMELINE, Role.CAUSE, Role.IMPACT, Role.RESOLUTION, Role.LESSONS}
)
# "Outage of the service" names an outage; "Description of impact" announces one
EVENT = words("outage incident incidents issue issues")
OF = words("of for to from de du des do da")
LONGEST_TITLE = 12  # words
LONGEST_LABEL = 100  # characters


def simplified(text: str) -> str:
    """Return *text* in lower case without accents, punctuation and numbering."""
    return " ".join(spelt(text))


def spelt(text: str) -> list[str]:
    """Return the words of *text* in lower case without accents, punctuation and numbering."""
    text = text.lower()
    if "&" in text:
        text = text.replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
        text = "".join([c for c in text if c.isascii() or not unicodedata.combining(c)])
    # a text that starts with a word of some letters has no number
    numbering = None if text[:5].isalpha() else NUMBERING.match(text)
    return SPELT.findall(text, numbering.end() if numbering else 0)


def _table() -> dict[tuple[str, ...], Role]:
    rows: dict[tuple[str, ...], Role] = {}
    for role, phrases in PHRASES.items():
        for phrase in re.split(r"[;\n]", phrases):
            if phrase.strip():
                rows.setdefault(tuple(phrase.split()), role)
    return rows


def _lengths(table: dict[tuple[str, ...], Role]) -> dict[str, list[int]]:
    """Return by a phrase's first word how many words it may have, the most first."""
    found: dict[str, set[int]] = {}
    for phrase in table:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {word: sorted(lengths, reverse=True) for word, lengths in found.items()}


TABLE = _table()
LENGTHS = _lengths(TABLE)


def role_of_title(title: str) -> Role | None:
    """Return the role a heading announces, or None."""
    words = _words(title)
    if len(words) > LONGEST_TITLE:
        return None
    found = _longest(words)
    if found and found[2] - found[1] == 1 and words[found[1]] in VAGUE:
        return role_of_label(title)
    if found and found[0] is Role.LESSONS and set(words) & IMPROVING:
        return Role.MEASURE
    if found and words[-1] == "timeline":
        return Role.TIMELINE  # of the follow-up, of the impact
    return found[0] if found else None


def role_of_label(label: str) -> Role | None:
    """Return the role of a label in plain text: a known phrase and little beside it."""
    if len(label) > LONGEST_LABEL:
        return None
    words = _words(label)
    found = _longest(words) if len(words) <= LONGEST_TITLE else None
    if not found:
        return None
    role, start, end = found
    beside = words[:start] + words[end:]
    if start and not EVENT.isdisjoint(words[:start]) and not OF.isdisjoint(words[:start]):
        return None
    return role if all(word in FILLER or word.isdigit() for word in beside) else None


def exact_role(label: str) -> Role | None:
    """Return the role of a label that is a known phrase and nothing else."""
    return TABLE.get(tuple(_words(label))) if len(label) <= LONGEST_LABEL else None


def phrase_in(title: str) -> str | None:
    """Return the known phrase by which a title or label is judged."""
    words = _words(title)
    found = _longest(words) if len(words) <= LONGEST_TITLE else None
    return " ".join(words[found[1] : found[2]]) if found else None


def _words(title: str) -> list[str]:
    if len(title) > 4 * LONGEST_LABEL:
        return ["too", "long"] * LONGEST_TITLE
    bare = PARENTHESES.sub(" ", title) if "(" in title else title
    return spelt(bare) or (spelt(title) if bare is not title else [])


def _longest(words: list[str]) -> tuple[Role, int, int] | None:
    """Return the longest phrase among *words*; of equals a strong one, then the last."""
    found: list[tuple[Role, int, int]] = []
    longest, most = 0, len(words)
    for start in range(most - 1, -1, -1):
        for length in LENGTHS.get(words[start], ()):
            end = start + length
            if length < longest:
                break
            if end <= most and (role := TABLE.get(tuple(words[start:end]))):
                found = [*found, (role, start, end)] if length == longest else [(role, start, end)]
                longest = length
                break
    return next((row for row in found if row[0] in STRONG), found[0]) if found else None
