"""Which task carries out which measure: both are one item."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction.fingerprints import stem, stems
from tracker.extraction.phrases import words
from tracker.extraction.verbs import first_words, is_imperative

if TYPE_CHECKING:
    from tracker.extraction.items import Promise

MOST = 300  # promises a list; longer ones are registers, not two views of one plan
ENOUGH = 0.57
IN_STEP = 0.48  # is enough for a pair that keeps the order of the others
IN_PLACE = 0.15  # is added where both stand at the same place of their lists
STEPS = 2  # pairs that make an order
WHY = re.compile(
    r"\bto (?!(?:include|cover|a|an|the|all|our|it|production|users|be)\b)[a-z]+"
    r"|\b(?:so that|in order to|by|including|such as|specifically|especially|as part of|before)\b"
    r"|[;(,]"
)
# verbs and adjectives that any promise may start with; they tell two promises apart but little
GENERIC = frozenset(
    stem(word)
    for word in words(
        """
        implement improve enhance establish conduct develop ensure create add update set
        provide regular regularly comprehensive automated automatic better additional
        new system systems process processes mechanism mechanisms tool tools strategy
        issue issues potential future similar specific more proper robust strict
        stricter strong stronger thorough strengthen incident event problem service
        services web application team teams introduce include deploy increase make adopt
        perform schedule appropriate program session sessions current critical plan
        plans use put define build run proactive effective clear practice practices
        """
    )
)
LIGHT = 0.3
# words that name one deed, whichever is used
DEEDS = {
    stem(word): deed
    for deed, words in {
        "monitor": "monitor monitoring alert alerts alerting alarm alarms warning warnings"
        " notification notifications observability",
        "review": "review reviews audit audits",
        "test": "test tests testing",
        "train": "train training workshop trainings",
        "document": "document documentation documenting runbook runbooks checklist playbook",
        "scale": "scale scaling autoscaling autoscale",
        "validate": "validate validation",
        "patch": "patch patches patching",
    }.items()
    for word in words.split()
}
# main verbs that say the same of a thing
VERBS = {
    stem(word): row.split()[0]
    for row in (
        "remove delete drop retire decommission",
        "limit cap restrict throttle",
        "move migrate transfer relocate",
        "check verify confirm inspect",
        "write document describe record",
        "monitor watch observe alert page notify warn detect",
        "raise increase extend expand grow",
        "fix repair correct resolve patch",
        "scale autoscale",
        "test simulate exercise rehearse",
        "train teach coach educate onboard",
        "enforce require demand",
        "list inventory catalogue enumerate",
    )
    for word in row.split()
}
APART = 0.5  # a pair whose deeds or things differ is half as likely
REASON = 0.4  # weight of words that say why or how, not what


@dataclass(frozen=True, slots=True)
class _Bag:
    weights: dict[str, float]
    deeds: frozenset[str]
    things: frozenset[str]
    total: float


def pair(measures: list[Promise], tasks: list[Promise]) -> list[tuple[int, int]]:
    """Return (measure, task) indexes that state the same work, each used once."""
    if not measures or not tasks or max(len(measures), len(tasks)) > MOST:
        return []
    scored = scores(measures, tasks)
    pairs = _taken(scored, {}, ENOUGH)
    offsets = Counter(j - i for i, j in pairs.items())
    in_step = [row for row in scored if offsets[row[2] - row[1]] >= STEPS]
    return sorted(_taken(in_step, pairs, IN_STEP).items())


def scores(measures: list[Promise], tasks: list[Promise]) -> list[tuple[float, int, int]]:
    """Return how likely each measure and each task are the same work, the likeliest first."""
    left, right = [_bag(found) for found in measures], [_bag(found) for found in tasks]
    return sorted(
        (
            (likelihood(a, b) + _place(i, j, len(left), len(right)), i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )


def _place(i: int, j: int, measures: int, tasks: int) -> float:
    """Return what is added for the same place; of one promise alone it says nothing."""
    if min(measures, tasks) == 1:
        return 0.0
    return IN_PLACE * (1 - abs((i + 1) / measures - (j + 1) / tasks))


def _taken(
    scored: list[tuple[float, int, int]], pairs: dict[int, int], least: float
) -> dict[int, int]:
    """Add the likeliest pairs, each promise once."""
    pairs = dict(pairs)
    used = set(pairs.values())
    for score, i, j in scored:
        if score < least:
            break
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def _bag(found: Promise) -> _Bag:
    """Weigh a promise's words; those after "to ensure ..." say why, not what."""
    text = found.source.text
    reason = WHY.search(text, len(text.split(" ", 1)[0]))
    what, why = (text[: reason.start()], text[reason.start() :]) if reason else (text, "")
    core = [_concept(word) for word in stems(f"{found.source.heading or ''} {what}")]
    weights = {_concept(word): REASON * _weight(word) for word in stems(why)}
    weights |= {word: _weight(word) for word in core}
    deeds = frozenset(set(core) & set(DEEDS.values())) | _verb(text)
    things = frozenset(word for word in core if word not in deeds and word not in GENERIC)
    return _Bag(weights, deeds, things, sum(weights.values()))


def _verb(text: str) -> frozenset[str]:
    """Return the main verb of an order, unless any promise may start with it."""
    first = stems(" ".join(first_words(text, 1))) if is_imperative(text) else []
    return frozenset(VERBS.get(word, word) for word in first if word not in GENERIC)


def _concept(word: str) -> str:
    return DEEDS.get(word, word)


def _weight(word: str) -> float:
    return LIGHT if word in GENERIC else 1.0


def likelihood(a: _Bag, b: _Bag) -> float:
    """Return how likely two promises are the same work, from 0 to 1."""
    common = sum(
        min(a.weights[word], b.weights[word]) for word in a.weights.keys() & b.weights.keys()
    )
    total = 0.7 * min(a.total, b.total) + 0.3 * max(a.total, b.total)
    score = common / total if total else 0.0
    apart = _differ(a.deeds, b.deeds) or _differ(a.things, b.things)
    return score * APART if apart else score


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and not a & b)
