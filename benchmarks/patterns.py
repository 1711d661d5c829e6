"""Which regular expressions of the reader take more than linear time, on texts made against them.

For each repeat in each pattern, texts are made that begin as the pattern wants, repeat what the
repeat takes, and end with what cannot follow. Each is applied by the methods that the code uses.
"""

from __future__ import annotations

import gc
import re
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from tests.support.patterns import (
    REPEATS,
    SINGLE,
    SORTS,
    Named,
    children,
    codes,
    letters,
    literals,
    patterns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    from tests.support.patterns import Node

# characters to which the callers cut the text
BOUNDS = {
    "tracker.extraction.tails.FIELD": 160,
    "tracker.extraction.tails.PLACEHOLDER": 80,
    "tracker.extraction.templates.WHOLE": 2_000,
}
ENDING = 10  # of them from the text's end
WIDE = 16  # repetitions that make a repeat worth a text of its own
SHORT, LONG = 200, 1_000  # characters with which a text is tried first
SUSPECT = 1.7  # times the pace on the short text
SUSPECTS = 4  # texts that are looked into for each method
MOST_TEXTS = 600  # for each pattern
LEAST = 100  # microseconds, below which nothing is believed
SIZES = (2_000, 4_000, 8_000, 16_000)
STEEP = 2.5  # time at twice the length over that at once the length
PATIENCE = 1.0  # seconds
ENDLESS = 99.0  # the growth of what takes longer
COSTLY = 5  # patterns told that cost most for each character
TRIES = 3
MOST_LETTERS = 5  # of one class that are repeated


@dataclass(frozen=True, slots=True)
class Attack:
    """A text that begins somehow, repeats something, and ends somehow."""

    begin: str
    again: str
    end: str
    opens: bool = False  # repeat the beginning too

    def text(self, length: int) -> str:
        """Return the text with about *length* characters."""
        unit = self.begin + self.again if self.opens else self.again
        return ("" if self.opens else self.begin) + unit * (length // len(unit)) + self.end

    def __str__(self) -> str:
        """Say it as an expression of Python."""
        if self.opens:
            return f"{self.begin + self.again!r} * n + {self.end!r}"
        return f"{self.begin!r} + {self.again!r} * n + {self.end!r}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a pattern fared with the worst text that was found for it."""

    name: str
    method: str
    attack: Attack
    pace: float  # microseconds for a character
    growth: tuple[float, ...] = ()  # at each doubling of the text


def main(names: list[str]) -> int:
    """Print what grows too fast among the patterns whose names hold one of *names*, or all."""
    known = [one for one in patterns() if not names or any(name in one.name for name in names)]
    found = [verdict for one in known for verdict in _tried(one)]
    steep = sorted((one for one in found if one.growth), key=lambda one: -max(one.growth))
    print(f"{len(known)} patterns, each with texts made against it")
    for one in steep:
        growth = " ".join(f"x{times:.1f}" for times in one.growth)
        print(f"  {one.name}.{one.method}: {growth} at each doubling of {one.attack}")
    if not steep:
        print("no pattern grows faster than its text")
    print("most time for each character, on its worst text:")
    for one in sorted(found, key=lambda one: -one.pace)[:COSTLY]:
        print(f"  {one.pace:7.2f} µs  {one.name}.{one.method}: {one.attack}")
    return len(steep)


def _tried(named: Named) -> Iterator[Verdict]:
    """Yield for each method how *named* fares on the worst of its texts."""
    texts = list(dict.fromkeys(attacks(named)))
    texts = texts[:: len(texts) // MOST_TEXTS + 1]
    for method in sorted(named.methods):
        apply = _applied(named, method)
        paces = _slowest(apply, texts)
        for pace, attack in paces[:1]:
            growth = _steepest(apply, paces[:SUSPECTS])
            yield Verdict(named.name, method, attack, pace, growth)


def _slowest(apply: Callable[[str], object], texts: list[Attack]) -> list[tuple[float, Attack]]:
    """Return the slowest texts with their paces, measured anew as any may have been disturbed."""
    once = sorted(texts, key=lambda one: -_pace(apply, one, LONG))[: 3 * SUSPECTS]
    again = ((min(_pace(apply, one, LONG) for _ in range(TRIES)), one) for one in once)
    return sorted(again, key=lambda row: -row[0])


def _applied(named: Named, method: str) -> Callable[[str], object]:
    apply = getattr(named.applied, method)
    bound = BOUNDS.get(named.name)

    def run(text: str) -> object:
        if bound and len(text) > bound:
            text = text[: bound - ENDING] + text[-ENDING:]
        found = apply(text)
        return sum(1 for _ in found) if method == "finditer" else found

    return run


def _pace(apply: Callable[[str], object], attack: Attack, length: int) -> float:
    """Return the microseconds that a character takes."""
    text = attack.text(length)
    return 1e6 * _seconds(apply, text) / len(text)


def _steepest(
    apply: Callable[[str], object], paces: list[tuple[float, Attack]]
) -> tuple[float, ...]:
    """Return the growth on the first of some texts on which it is steep, if on any."""
    for pace, attack in paces:
        hangs = pace * LONG >= 1e6 * PATIENCE
        suspect = pace * LONG > LEAST and pace > SUSPECT * _pace(apply, attack, SHORT)
        if (hangs or suspect) and (growth := _growth(apply, attack)):
            return growth
    return ()


def _growth(apply: Callable[[str], object], attack: Attack) -> tuple[float, ...]:
    """Return the growth at each doubling if it is steep at each, else nothing."""
    taken, growth = 0.0, list[float]()
    for size in SIZES:
        text = attack.text(size)
        now = min(_seconds(apply, text) for _ in range(TRIES))
        if now >= PATIENCE:
            return (*growth, ENDLESS)
        if taken:
            growth.append(now / taken)
        if growth and growth[-1] < STEEP:
            return ()
        taken = now
    return tuple(growth) if taken * 1e6 > LEAST else ()


def attacks(named: Named) -> Iterator[Attack]:
    """Yield texts against each wide repeat of a pattern, and against its beginning."""
    tree = named.tree()
    named_letters = sorted(literals(tree))
    alphabet = "".join(dict.fromkeys([*named_letters, *SORTS]))
    for begin, body in _repeats(tree, "", alphabet):
        pumps = _pumps(body, alphabet)
        stop = _stop(body, alphabet)
        for again, end in product(pumps, dict.fromkeys(("", stop, "\n", "\x00"))):
            yield Attack(begin, again, end)
            if begin:
                yield Attack("", again, end)
                yield Attack(begin, again, end, opens=True)
        for start in dict.fromkeys((begin, begin[-2:], begin[-1:])) if begin else ():
            yield Attack("", start, stop)


def _repeats(
    sequence: Iterable[Node], begin: str, alphabet: str
) -> Iterator[tuple[str, list[Node]]]:
    """Yield the body of each wide repeat, and a text that leads to it."""
    for node in sequence:
        code, value = node
        if code in REPEATS and value[1] - value[0] >= WIDE:
            yield begin, list(value[2])
        for inner in children(node):
            yield from _repeats(inner, begin, alphabet)
        if code in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from _repeats(value[1], begin, alphabet)
        begin += _sample([node], alphabet, 0)


def _pumps(body: list[Node], alphabet: str) -> list[str]:
    """Return what may be repeated: each of some letters, or some of what the body matches."""
    if len(body) == 1 and body[0][0] in SINGLE:
        taken = letters(body[0], alphabet)
        return [one for one in alphabet if one in taken][:MOST_LETTERS] + [
            one for one in " \n" if one in taken
        ]
    return [one for at in range(4) if (one := _sample(body, alphabet, at))]


def _stop(body: list[Node], alphabet: str) -> str:
    """Return a letter that *body* does not take, if there is one."""
    if len(body) == 1 and body[0][0] in SINGLE:
        taken = letters(body[0], alphabet)
        return next((one for one in alphabet if one not in taken), "\x00")
    return "!"


def _sample(sequence: Iterable[Node], alphabet: str, choice: int) -> str:
    """Return a text that *sequence* matches, or nearly; *choice* says which of several."""
    found = ""
    for node in sequence:
        code, value = node
        if code in SINGLE:
            taken = letters(node, alphabet)
            fitting = [one for one in alphabet if one in taken] or ["x"]
            found += fitting[choice % len(fitting)]
        elif code in REPEATS:
            found += _sample(value[2], alphabet, choice) * max(value[0], 1)
        elif inner := children(node):
            found += _sample(inner[choice % len(inner)], alphabet, choice)
        elif code is codes.ASSERT and value[0] < 0:
            found += _sample(value[1], alphabet, choice)
    return found


def _seconds(apply: Callable[[str], object], text: str) -> float:
    """Return the time of one application, PATIENCE if it takes longer."""
    with _patience():
        begin = time.perf_counter()
        apply(text)
        return time.perf_counter() - begin
    return PATIENCE


@contextmanager
def _patience() -> Iterator[None]:
    """Give up after a while; re looks out for signals as it goes."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _give_up)
    gc.disable()
    re.purge()
    main(sys.argv[1:])
