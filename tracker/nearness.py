"""How near the lines of an edited document come to the items we know; pure.

Words decide; where they leave a doubt, the place in the list, a lead or a link decides.
Only lines and items with a rare word in common are compared, so that the work grows with
the document and not with its square.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from tracker.extraction.rewording import Likelihood, reworded, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from tracker.domain.incidents import Candidate
    from tracker.domain.items import ActionItem, Source

SURE = 0.68  # by its words alone
LIKELY = 0.55  # where it stands at the same place as well
LED = 0.25  # below a lead, or beside a link, that no other item has
SIBLING = 0.05  # another item is as near as that: the words are a family's
COMMON = 64  # items with a word; then it leads nowhere
NEAREST = 48  # items with which one line is compared
Place: TypeAlias = tuple[int, int, int, int]


def in_words(source: Source) -> str:
    """Return the words of a place in a document, its lead before them."""
    if source.heading and source.text:
        return f"{source.heading}: {source.text}"
    return source.text or source.heading or ""


def in_place(
    items: Sequence[ActionItem], lines: Sequence[Candidate], found: Mapping[int, int]
) -> dict[int, int]:
    """Return the item that stood where a line stands: between the same neighbours.

    *found* says which item a line is; without any neighbour no place is the same.
    """
    there = [number for number, one in enumerate(items) if one.in_document and one.sources]
    there.sort(key=lambda number: (_line_of(items[number]), number))
    taken = set(found.values())
    stood = _gaps(there, {one: one for one in there if one in taken})
    order = sorted(range(len(lines)), key=lambda number: (_line_of(lines[number]), number))
    by_place = {place: item for item, place in stood.items()}
    stands = _gaps(order, found)
    return {line: by_place[place] for line, place in stands.items() if place in by_place}


def _line_of(one: ActionItem | Candidate) -> int:
    return one.sources[-1].first_line if one.sources else 0


def _gaps(order: Sequence[int], found: Mapping[int, int]) -> dict[int, Place]:
    """Return for each that is not found: its neighbours that are, its rank, and of how many."""
    places: dict[int, Place] = {}
    gap: list[int] = []
    before = -1
    for one in [*order, None]:
        if one is not None and one not in found:
            gap.append(one)
            continue
        after = -1 if one is None else found[one]
        if max(before, after) >= 0:
            places.update({n: (before, after, at, len(gap)) for at, n in enumerate(gap)})
        before, gap = after, []
    return places


class Nearness:
    """Compares lines with items; each is given by its wordings."""

    def __init__(self, items: Sequence[tuple[str, ...]], lines: Sequence[tuple[str, ...]]) -> None:
        self.compared = 0
        self._items, self._lines = items, lines
        self._bearers: dict[str, list[int]] = {}
        for number, texts in enumerate(items):
            for word in sorted(_words(texts)):
                self._bearers.setdefault(word, []).append(number)

    def to_line(self, line: int, besides: Iterable[int] = ()) -> dict[int, Likelihood]:
        """Return how near items come to a line: those with rare words of it, and *besides*."""
        shared: Counter[int] = Counter()
        for word in sorted(_words(self._lines[line])):
            bearers = self._bearers.get(word, ())
            shared.update(bearers if len(bearers) <= COMMON else ())
        near = dict.fromkeys(item for item, _ in shared.most_common(NEAREST))
        return {item: self._likelihood(line, item) for item in near | dict.fromkeys(besides)}

    def is_sibling(self, item: int, scores: Mapping[int, Likelihood]) -> bool:
        """Return whether a line came near to *item* only as it did to others.

        Then one thing stands in place of another, as in the lines of one family.
        """
        least = scores[item].score - SIBLING
        return scores[item].swapped and any(
            one.score >= least and self._items[other] != self._items[item]
            for other, one in scores.items()
        )

    def _likelihood(self, line: int, item: int) -> Likelihood:
        self.compared += 1
        return max(
            (reworded(a, b) for a in self._items[item] for b in self._lines[line]),
            key=lambda one: one.score,
        )


def wordings(title: str, sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the wordings of an item's lines; of one that stands nowhere, its title."""
    return tuple(dict.fromkeys(in_words(source) for source in sources)) or (title,)


def pointed(
    items: Sequence[ActionItem], lines: Sequence[Candidate], found: Container[int]
) -> dict[int, set[int]]:
    """Return for each line the items that have a lead or a link with it, and with no other."""
    pairs: dict[int, set[int]] = {}
    for names in (_leads, _links):
        of_items, of_lines = _bearers(items, names), _bearers(lines, names)
        for name, bearers in of_lines.items():
            known = of_items.get(name, [])
            if len(bearers) == len(known) == 1 and bearers[0] not in found:
                pairs.setdefault(bearers[0], set()).add(known[0])
    return pairs


def _bearers(
    all_: Sequence[ActionItem | Candidate], names: Callable[[ActionItem | Candidate], set[str]]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, one in enumerate(all_):
        for name in names(one):
            found.setdefault(name, []).append(number)
    return found


def _leads(one: ActionItem | Candidate) -> set[str]:
    return {source.heading.strip().casefold() for source in one.sources if source.heading}


def _links(one: ActionItem | Candidate) -> set[str]:
    return set(one.refs)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in wording(text).weights}
