"""Who goes with whom, so that all together fit best."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 60  # of one knot; a larger one is untied the best pair first


def best_pairs(worth: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return which right one each left one gets, so that the worth of all pairs is greatest.

    *worth* holds the pairs that may be, each above 0; everyone is in one pair at most.
    """
    found: dict[int, int] = {}
    for knot in _knots(worth):
        lefts, rights = sorted({a for a, _ in knot}), sorted({b for _, b in knot})
        if max(len(lefts), len(rights)) > LARGEST:
            found.update(_greedy(worth, knot))
        else:
            found.update(_untied(worth, lefts, rights))
    return found


def _knots(worth: Mapping[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """Return the pairs in groups that have nobody in common."""
    of_left: dict[int, list[tuple[int, int]]] = {}
    of_right: dict[int, list[tuple[int, int]]] = {}
    for edge in sorted(worth):
        of_left.setdefault(edge[0], []).append(edge)
        of_right.setdefault(edge[1], []).append(edge)
    knots, seen = [], set()
    for edge in sorted(worth):
        if edge in seen:
            continue
        knot, ahead = [], [edge]
        seen.add(edge)
        while ahead:
            one = ahead.pop()
            knot.append(one)
            near = [row for row in of_left.pop(one[0], []) if row not in seen]
            near += [row for row in of_right.pop(one[1], []) if row not in seen]
            seen.update(near)
            ahead += set(near)
        knots.append(knot)
    return knots


def _greedy(worth: Mapping[tuple[int, int], float], knot: list[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken = set()
    for left, right in sorted(knot, key=lambda edge: (-worth[edge], edge)):
        if left not in found and right not in taken:
            found[left] = right
            taken.add(right)
    return found


def _untied(
    worth: Mapping[tuple[int, int], float], lefts: list[int], rights: list[int]
) -> dict[int, int]:
    """Return the best pairs by the Hungarian method: one left after another finds its place.

    As many empty places as there are lefts stand beside the rights, each worth nothing.
    """
    places = len(rights) + len(lefts)
    cost = [
        [-worth.get((left, right), 0.0) for right in rights] + [0.0] * len(lefts) for left in lefts
    ]
    holder = [-1] * places
    price = [0.0] * places
    offer = [0.0] * len(lefts)
    for newcomer in range(len(lefts)):
        _seat(newcomer, cost, holder, price, offer)
    return {
        lefts[row]: rights[place]
        for place, row in enumerate(holder[: len(rights)])
        if row >= 0 and (lefts[row], rights[place]) in worth
    }


def _seat(
    newcomer: int,
    cost: list[list[float]],
    holder: list[int],
    price: list[float],
    offer: list[float],
) -> None:
    """Give *newcomer* a place; those in its way move on where that costs least."""
    places = len(holder)
    least, came, used = [inf] * places, [-1] * places, [False] * places
    row, place = newcomer, -1
    while row >= 0:
        for other in range(places):
            dear = cost[row][other] - offer[row] - price[other]
            if not used[other] and dear < least[other]:
                least[other], came[other] = dear, place
        nearest = min((one for one in range(places) if not used[one]), key=least.__getitem__)
        step = least[nearest]
        offer[newcomer] += step
        for other in range(places):
            if used[other]:
                offer[holder[other]] += step
                price[other] -= step
            else:
                least[other] -= step
        used[nearest] = True
        row, place = holder[nearest], nearest
    while place >= 0:
        before = came[place]
        holder[place] = holder[before] if before >= 0 else newcomer
        place = before
