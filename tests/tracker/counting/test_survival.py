"""Kaplan and Meier's estimate against tables that others published."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.counting.survival import Span, reached, steps

# Weeks of remission of leukaemia under 6-MP and under a placebo (Freireich and others, 1963);
# a plus in the papers' tables is an event that was not seen. The estimates are those printed
# in textbooks of survival analysis, rounded to three places.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
PUBLISHED_TREATED = [
    (6, 21, 3, 0.857),
    (7, 17, 1, 0.807),
    (10, 15, 1, 0.753),
    (13, 12, 1, 0.690),
    (16, 11, 1, 0.627),
    (22, 7, 1, 0.538),
    (23, 6, 1, 0.448),
]
PUBLISHED_PLACEBO = [
    (1, 21, 2, 0.905),
    (2, 19, 2, 0.810),
    (3, 17, 1, 0.762),
    (4, 16, 2, 0.667),
    (5, 14, 2, 0.571),
    (8, 12, 4, 0.381),
    (11, 8, 2, 0.286),
    (12, 6, 2, 0.190),
    (15, 4, 1, 0.143),
    (17, 3, 1, 0.095),
    (22, 2, 1, 0.048),
    (23, 1, 1, 0.0),
]
# Months until the end of maintained and of unmaintained remission (acute myelogenous
# leukaemia; Embury and others, 1977), as shipped with the best known statistics programs.
MAINTAINED = [(9, True), (13, True), (13, False), (18, True), (23, True), (28, False),
              (31, True), (34, True), (45, False), (48, True), (161, False)]  # fmt: skip
PUBLISHED_MAINTAINED = [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]


def weeks(number: int) -> timedelta:
    """Return so many weeks."""
    return timedelta(weeks=number)


def seen(events: list[int], censored: list[int]) -> list[Span]:
    """Return what was watched, in weeks."""
    happened = [Span(weeks(one), happened=True) for one in events]
    return happened + [Span(weeks(one), happened=False) for one in censored]


@pytest.mark.parametrize(
    ("spans", "published"),
    [(seen(TREATED, STILL_WELL), PUBLISHED_TREATED), (seen(PLACEBO, []), PUBLISHED_PLACEBO)],
)
def test_the_estimate_is_the_published_one(
    spans: list[Span], published: list[tuple[int, int, int, float]]
) -> None:
    """At risk, events and survival of both groups of the classic trial, line by line."""
    assert [
        (one.at // weeks(1), one.at_risk, one.events, round(one.left, 3)) for one in steps(spans)
    ] == published


def test_a_second_published_table_agrees() -> None:
    """Also where somebody is censored at the time of an event."""
    found = steps(Span(weeks(at), happened) for at, happened in MAINTAINED)

    assert [round(one.left, 3) for one in found] == PUBLISHED_MAINTAINED
    assert reached(found, 0.5) == weeks(31)


def test_the_medians_are_the_published_ones() -> None:
    """23 weeks with the drug, 8 with the placebo."""
    treated, placebo = steps(seen(TREATED, STILL_WELL)), steps(seen(PLACEBO, []))

    assert (reached(treated, 0.5), reached(placebo, 0.5)) == (weeks(23), weeks(8))


def test_what_is_not_reached_is_not_told() -> None:
    """Fewer than nine in ten relapsed under the drug while anybody watched."""
    assert reached(steps(seen(TREATED, STILL_WELL)), 0.9) is None
    assert reached(steps(seen(PLACEBO, [])), 0.9) == weeks(17)


def test_of_nothing_nothing_is_told() -> None:
    """Nobody watched, or nothing happened."""
    assert (steps([]), reached((), 0.5)) == ((), None)
    assert steps(seen([], [3, 4])) == ()


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=40))
def test_the_estimate_agrees_with_exact_fractions(watched: list[tuple[int, bool]]) -> None:
    """Rounding never decides whether a half is reached."""
    left = Fraction(1)
    exact: dict[int, Fraction] = {}
    for at in sorted({time for time, happened in watched if happened}):
        risk = sum(time >= at for time, _ in watched)
        left *= 1 - Fraction(sum(time == at and happened for time, happened in watched), risk)
        exact[at] = left
    half = next((weeks(at) for at, share in exact.items() if share <= Fraction(1, 2)), None)
    found = steps(Span(weeks(at), happened) for at, happened in watched)

    assert reached(found, 0.5) == half
    assert [one.left for one in found] == pytest.approx([float(one) for one in exact.values()])
