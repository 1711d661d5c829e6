"""Which task carries out which measure: both are one item."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction.deeds import BETTERING, DEED_WORDS, DEEDS, GENERIC, SAME
from tracker.extraction.fingerprints import stem, stems
from tracker.extraction.verbs import first_words, is_imperative

if TYPE_CHECKING:
    from tracker.extraction.items import Promise

MOST = 300  # promises a list; longer ones are registers, not two views of one plan
ENOUGH = 0.56  # probability from which a measure and a task are one
LONE_WORD = 0.5  # what agreement in the only word that says what counts
MANY = 4  # common things that make one deed of two verbs
HALF = 0.5  # of the things that two orders name; they are one only where more are common
TEMPLATE = 2  # words that two promises share which differ in one word on purpose
REVIEW = "a change's review"
# fitted by logistic regression to pairs that people marked in 125 postmortems
CONSTANT = -2.66
WEIGHTS = {
    "common": 1.99,  # share of common words that say what, rare ones of the document counting more
    "every": 2.07,  # share of all common words
    "best": 3.26,  # by how much this is better than the next best, for both of them
    "better": 0.24,  # the same for one of them
    "first deed": 0.78,  # the first deed that one names is among the other's
    "place": 1.27,  # both stand at the same place of their lists
    "distance": -1.70,  # how far apart they stand in their lists, from 0 to 1
    "lone": 0.87,  # there is but one measure, or one task
    "strange": -0.55,  # they name no thing in common
    "other deeds": -2.30,  # "rotate the keys", "write the keys down"
    "a review": -0.82,  # one reviews what is going to change
}
WHY = re.compile(
    r"\bto (?!(?:include|cover|a|an|the|all|our|it|production|users|be)\b)[a-z]+"
    r"|\b(?:so that|in order to|by|including|such as|specifically|especially|as part of|before)\b"
    r"|[;(,]"
)
# reviewing what is going to change is another deed than looking over what is there
REVIEWS = re.compile(
    r"\b(?:code|peer|design|pull request|configuration|change) reviews?\b"
    r"|\breview process(?:es)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A promise's words: all, those that say what, the deeds among these in order."""

    every: frozenset[str]  # stems, those of deeds as what they stand for
    full: frozenset[str]  # concepts
    core: frozenset[str]  # concepts, without those that say why or how
    deeds: tuple[str, ...]
    kinds: frozenset[str]  # deeds, a change's review told apart from any other
    things: frozenset[str]  # concepts that are no deeds
    verb: str
    deed: str  # what an order's verb stands for, unless any promise may start with it


def pair(measures: list[Promise], tasks: list[Promise]) -> list[tuple[int, int]]:
    """Return (measure, task) indexes that state the same work, each used once."""
    taken: dict[int, int] = {}
    used: set[int] = set()
    for chance, i, j in scores(measures, tasks):
        if chance >= ENOUGH and i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return sorted(taken.items())


def scores(measures: list[Promise], tasks: list[Promise]) -> list[tuple[float, int, int]]:
    """Return how likely each measure and task are one, from 0 to 1, the likeliest first."""
    if not measures or not tasks or max(len(measures), len(tasks)) > MOST:
        return []
    left, right = [_words(one) for one in measures], [_words(one) for one in tasks]
    weight = _rarity([*left, *right])
    common = [[_common(a, b, weight) for b in right] for a in left]
    rows = [_two_best(row) for row in common]
    columns = [_two_best(list(column)) for column in zip(*common, strict=True)]
    sizes = (len(left), len(right))
    found = [
        (_chance(a, b, weight, common[i][j], (rows[i], columns[j]), _standing(i, j, sizes)), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
    ]
    return sorted(found, key=lambda row: (-row[0], row[1:]))


def _chance(
    a: _Words,
    b: _Words,
    weight: dict[str, float],
    common: float,
    best: tuple[tuple[float, float], tuple[float, float]],
    standing: dict[str, float],
) -> float:
    """Weigh what speaks for one promise being the other, and against it."""
    if _apart(a, b):
        return 0.0
    ahead = sorted(common - (first if first > common else second) for first, second in best)
    said = standing | {
        "common": common,
        "every": _share(a.full, b.full, weight),
        "best": ahead[0],
        "better": ahead[1],
        "first deed": any(x.deeds[:1] and x.deeds[0] in y.deeds for x, y in ((a, b), (b, a))),
        "strange": bool(a.things and b.things and not a.things & b.things),
        "other deeds": bool(a.kinds and b.kinds and not a.kinds & b.kinds),
        "a review": (REVIEW in a.kinds) is not (REVIEW in b.kinds),
    }
    total = CONSTANT + sum(WEIGHTS[name] * value for name, value in said.items())
    return 1 / (1 + math.exp(-total))


def _standing(i: int, j: int, sizes: tuple[int, int]) -> dict[str, float]:
    """Return how a measure and a task stand in their lists."""
    if min(sizes) == 1:
        return {"lone": 1.0}
    first, second = i / (sizes[0] - 1), j / (sizes[1] - 1)
    return {"place": float(i == j), "distance": abs(first - second)}


def _apart(a: _Words, b: _Words) -> bool:
    """Return whether two promises name different deliverables, however alike they sound."""
    return _in_one_word(a, b) or _in_what(a, b)


def _in_one_word(a: _Words, b: _Words) -> bool:
    """Tell "check X at startup" from "check X in CI": they differ on purpose."""
    differ = len(a.every - b.every) == len(b.every - a.every) == 1
    return differ and a.verb == b.verb and len(a.every & b.every) >= TEMPLATE


def _in_what(a: _Words, b: _Words) -> bool:
    """Tell "add an index" from "write the index down", and "watch X" from "alert on Y"."""
    both = a.full & b.full
    if len(both) == 1 and a.full != b.full and both.isdisjoint(DEEDS):
        return True
    if not (a.deed and b.deed):
        return False
    shared = a.things & b.things
    if (a.things or b.things) and _overlap(a.things, b.things) <= HALF:
        return True
    return a.deed != b.deed and not (a.kinds & b.kinds and shared) and len(shared) < MANY


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def _two_best(row: list[float]) -> tuple[float, float]:
    """Return the best and the second best of *row*; 0.0 for one that is missing."""
    first, second = sorted([*row, 0.0, 0.0], reverse=True)[:2]
    return first, second


def _rarity(found: list[_Words]) -> dict[str, float]:
    """Return each word's weight: one that every promise of the document has says little."""
    counts = Counter(word for one in found for word in one.full | one.core)
    most = math.log(1 + len(found))
    return {word: math.log(1 + len(found) / count) / most for word, count in counts.items()}


def _common(a: _Words, b: _Words, weight: dict[str, float]) -> float:
    """Return the share of common words, of all that is said and of what only says what."""
    every = _share(a.full, b.full, weight)
    if min(len(a.core), len(b.core)) == 1:
        return (every + LONE_WORD * _share(a.core, b.core, weight)) / 2
    return (every + _share(a.core, b.core, weight)) / 2


def _share(a: frozenset[str], b: frozenset[str], weight: dict[str, float]) -> float:
    both = a & b
    if not both:
        return 0.0
    least = min(sum([weight[word] for word in a]), sum([weight[word] for word in b]))
    return sum([weight[word] for word in both]) / least if least else 0.0


def _words(found: Promise) -> _Words:
    """Read a promise's words; those after "to ensure ..." say why, not what."""
    heading, text = found.source.heading or "", found.source.text
    reason = WHY.search(text, len(text.split(" ", 1)[0]))
    what = text[: reason.start()] if reason else text
    every = stems(f"{heading} {text}")
    core = stems(f"{heading} {what}") if reason else every
    deeds = tuple(DEED_WORDS[word] for word in core if word in DEED_WORDS)
    kinds = set(deeds)
    if "review" in every and REVIEWS.search(f"{heading} {text}"):
        bare = stems(f"{heading} {REVIEWS.sub(' ', what)}")
        kinds = {REVIEW, *(DEED_WORDS[word] for word in bare if word in DEED_WORDS)}
    verb = "".join(first_words(text, 1))
    full, said = _concepts(every), _concepts(core)
    each = frozenset(DEED_WORDS.get(word, word) for word in every)
    things = frozenset(word for word in full if word not in DEEDS)
    return _Words(each, full, said, deeds, frozenset(kinds), things, verb, _deed(text, verb))


def _deed(text: str, verb: str) -> str:
    word = stem(verb)
    if word in GENERIC or word in BETTERING or not is_imperative(text):
        return ""
    return DEED_WORDS.get(word) or SAME.get(word, word)


def _concepts(found: list[str]) -> frozenset[str]:
    """Return the concepts that stems stand for, without what any promise may say."""
    kept = (word for word in found if word in DEED_WORDS or word not in GENERIC)
    return frozenset(DEED_WORDS.get(word) or SAME.get(word, word) for word in kept)
