"""Makes new inputs of old ones, for who has no better fuzzer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.seeds import HOSTILE

if TYPE_CHECKING:
    from random import Random

LARGEST = 20_000  # bytes of an input
MOST = 6  # changes of one
OFTEN = 300  # repetitions of a piece
PIECES = [piece.encode() for piece in HOSTILE] + [b"\n", b"\r", b"\n\n", b"\x00", b"\xff", b"  "]


def mutated(inputs: list[bytes], chance: Random) -> bytes:
    """Return one of *inputs*, changed at some places."""
    data = chance.choice(inputs)
    for _ in range(chance.randint(1, MOST)):
        change = chance.choice([_cut, _insert, _repeat, _splice, _flip, _rename])
        data = change(data, inputs, chance)[:LARGEST]
    return data


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(1, max(1, len(data)))
    return start, min(len(data), start + chance.choice([1, 5, 20, 100, 500]))


def _cut(data: bytes, _inputs: list[bytes], chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _insert(data: bytes, _inputs: list[bytes], chance: Random) -> bytes:
    start, _ = _span(data, chance)
    piece = b"".join(chance.choices(PIECES, k=chance.randint(1, 3)))
    return data[:start] + piece * chance.choice([1, 1, 1, 3, OFTEN]) + data[start:]


def _repeat(data: bytes, _inputs: list[bytes], chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice([2, 10, OFTEN]) + data[end:]


def _splice(data: bytes, inputs: list[bytes], chance: Random) -> bytes:
    other = chance.choice(inputs)
    start, _ = _span(data, chance)
    first, last = _span(other, chance)
    return data[:start] + other[first:last] + data[start:]


def _flip(data: bytes, _inputs: list[bytes], chance: Random) -> bytes:
    start, _ = _span(data, chance)
    return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]


def _rename(data: bytes, _inputs: list[bytes], chance: Random) -> bytes:
    return bytes([chance.randrange(256)]) + data[1:]
