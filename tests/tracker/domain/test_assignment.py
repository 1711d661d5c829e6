"""Who goes with whom, so that all together fit best."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.assignment import LARGEST, best_pairs

worths = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.sampled_from([0.1, 0.5, 0.8, 0.9]),
    max_size=12,
)


def total(worth: dict[tuple[int, int], float], pairs: dict[int, int]) -> float:
    """Return what pairs are worth together."""
    return sum(worth.get(pair, 0.0) for pair in pairs.items())


@given(worths)
def test_no_other_choice_is_worth_more(worth: dict[tuple[int, int], float]) -> None:
    """Everyone is in one pair at most, and no order of the right ones is better."""
    found = best_pairs(worth)
    most = max(total(worth, dict(enumerate(order))) for order in permutations(range(5)))

    assert worth.keys() >= set(found.items())
    assert len(set(found.values())) == len(found)
    assert abs(total(worth, found) - most) < 1e-9


def test_a_single_best_pair_gives_way_to_two_good_ones() -> None:
    """Best for all is not best for the first."""
    assert best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == {0: 1, 1: 0}


def test_a_great_knot_is_untied_from_its_best_pair_on() -> None:
    """So that the work stays bounded."""
    count = LARGEST + 5
    worth = {(a, b): 1.0 + (a == b) for a in range(count) for b in range(count)}

    assert best_pairs(worth) == {one: one for one in range(count)}


def test_nothing_goes_with_nothing() -> None:
    """Without pairs there are none."""
    assert best_pairs({}) == {}
