"""How likely one promise's words are those of another, reworded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.extraction.fingerprints import stem, stems
from tracker.extraction.slips import is_slip
from tracker.extraction.synonyms import DEEDS, JOINED, OPPOSED, PLAIN, concept
from tracker.extraction.verbs import IMPERATIVES

if TYPE_CHECKING:
    from collections.abc import Container

NUMBERED = re.compile(r"^\W*(?:\w+ ?)?#?\d{1,3} ?[:.)] ?(?=\S)")
WHY = re.compile(
    r"(?<!how )(?<!what )(?<!when )(?<!able )(?<!need )"
    r"\bto (?!(?:include|cover|a|an|the|all|our|it|production|users|be|\d+)\b)[a-z]+"
    r"|\b(?:so that|in order to|because|since|by|including|such as|especially|as)\b|[;(,]"
    r"|\b(?P<when>before|after|until)\b"
)
QUANTITY = re.compile(
    r"\b(?:to|than|by|at|below|above|under|over|beyond|least|most) (\d[\d.,]{0,30})\b(?! ?[:/])"
    r"|\b(\d[\d.,]{0,30}) ?(?:%|percent|ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?|weeks?"
    r"|months?|[kmgt]i?b|times|x|retries|attempts|requests)\b",
    re.IGNORECASE,
)
DOUBLED = re.compile(r"\b(\w{2,}(\d)\2)\b")  # figures whose last digit a stem would lose
LIGHT = 0.3  # weight of words that any promise may use
DEED = 0.6  # weight of what is done; the things to which it is done weigh 1
ORDER = 0.35  # weight of a verb that begins an order and has no known synonym
REASON = 0.4  # is multiplied where words say why or how, not what
ADDED = 0.2  # how much a word weighs against likeness that only one side has
SWAPPED = 3.5  # how much one weighs that stands where the other side has another
ANOTHER = 1.0  # how much where both only say why
APART = 0.5  # where the deeds differ
ORDERS = frozenset(concept(stem(word)) for word in IMPERATIVES) - DEEDS - PLAIN


@dataclass(frozen=True, slots=True)
class Wording:
    """What a promise says: its concepts with their weights, and by what it is done."""

    weights: dict[str, float]
    core: frozenset[str]
    deeds: frozenset[str]
    first: str


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How sure it is, from 0 to 1, and whether words gave way to words that say another thing."""

    score: float
    swapped: bool


@lru_cache(maxsize=8192)
def wording(text: str) -> Wording:
    """Return what *text* says, in words whose synonyms are one."""
    text = JOINED.sub(r"\1\2\3", NUMBERED.sub("", text[:8000], count=1))
    reason = WHY.search(text, len(text.split(" ", 1)[0]))
    what, why = (text[: reason.start()], text[reason.start() :]) if reason else (text, "")
    figures = {word for found in QUANTITY.finditer(text) for word in _stems(found[1] or found[2])}
    core = [concept(word) for word in _stems(what)]
    told = [concept(word) for word in _stems(why)]
    weights = {word: REASON * _weight(word, figures) for word in told}
    weights |= {word: _weight(word, figures) for word in core}
    deeds = frozenset(word for word in core if word in DEEDS)
    if core and core[0] in ORDERS:
        weights[core[0]] = min(ORDER, weights[core[0]])
    timed = told if reason and reason["when"] else []
    return Wording(weights, frozenset([*core, *timed]), deeds, core[0] if core else "")


def _stems(text: str) -> list[str]:
    return stems(DOUBLED.sub(r"\1x", text) if DOUBLED.search(text) else text)


def _weight(word: str, figures: set[str]) -> float:
    if word in PLAIN or word in figures:
        return LIGHT
    return DEED if word in DEEDS else 1.0


def reworded(a: str, b: str) -> Likelihood:
    """Return how likely *a* and *b* are one promise in two wordings; the order is no matter.

    Words that only one side has were added, and count little. Where each side has words of
    its own, one thing gave way to another, and that is mostly another promise.
    """
    left, right = sorted((wording(a), wording(b)), key=lambda one: sorted(one.weights.items()))
    if not left.weights or not right.weights:
        return Likelihood(float(a.strip().casefold() == b.strip().casefold()), swapped=False)
    common, only_left, only_right = _compare(left.weights, right.weights)
    what = _weigh(only_left, left.core), _weigh(only_right, right.core)
    why = _weigh(only_left) - what[0], _weigh(only_right) - what[1]
    added = abs(what[0] - what[1]) + abs(why[0] - why[1])
    against = SWAPPED * min(what) + ANOTHER * min(why) + ADDED * added
    score = common / (common + against) if common else 0.0
    if left.deeds and right.deeds and not left.deeds & right.deeds:
        score *= APART
    if frozenset({left.first, right.first}) in OPPOSED:
        score = 0.0
    return Likelihood(score, swapped=min(what) > 0)


def _compare(
    a: dict[str, float], b: dict[str, float]
) -> tuple[float, dict[str, float], dict[str, float]]:
    """Return what weighs in common, and what is left on either side."""
    shared = a.keys() & b.keys()
    common = sum(sorted((a[word] + b[word]) / 2 for word in shared))
    left = {word: weight for word, weight in a.items() if word not in shared}
    right = {word: weight for word, weight in b.items() if word not in shared}
    for word in sorted(left):
        twin = next((one for one in sorted(right) if is_slip(word, one)), None)
        if twin is not None:
            common += (left.pop(word) + right.pop(twin)) / 2
    return common, left, right


def _weigh(weights: dict[str, float], among: Container[str] | None = None) -> float:
    """Return the weight of the words that are not for every promise."""
    return sum(
        sorted(
            weight
            for word, weight in weights.items()
            if weight > LIGHT and (among is None or word in among)
        )
    )
