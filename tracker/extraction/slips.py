"""Slips of the pen: one word written nearly as another."""

from __future__ import annotations

SHORTEST, LONG = 5, 9  # letters


def is_slip(a: str, b: str) -> bool:
    """Return whether one word is the other with a letter lost, added, wrong or transposed."""
    short, long = sorted((len(a), len(b)))
    if short < SHORTEST - 1 or long < SHORTEST or long - short > 1 or a[0] != b[0]:
        return False
    return a.isalpha() and b.isalpha() and _slips(a, b) <= (1 if short < LONG else 2)


def _slips(a: str, b: str) -> int:
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if older and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
