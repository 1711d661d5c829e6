"""What once failed, or well might, is read as promised; `make fuzz` looks for more."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import HOSTILE, document, seeds
from tests.fuzz.target import SUFFIXES, WORD, check, named

HEAD = "# Outage\n\n## Impact\n\nUsers were hit.\n\n## Action items\n\n- "
TEXTS = {
    "nothing": b"",
    "zeros": bytes(100),
    "high bytes": bytes(range(128, 256)) * 4,
    "half a letter": "# Outage é".encode()[:-1],
    "utf-16": "# Outage\n\n- Add a test".encode("utf-16"),
    "cut utf-16": "# Outage\n\n- Add".encode("utf-16")[:-1],
    "every line end": b"# Outage\r\n\r## Tasks\n\r- Add\x0b\x0c\x1c\x85\xe2\x80\xa8a test",
    "brackets in brackets": f"{HEAD}Add a test ({'[a]' * 60}x (b)".encode(),
    "an endless style": b"<l><style>\n",
    "a heading of a wiki": b"== Wiki ==\n== Wiki ==",
    "a zone on one side": b"Start: 2026-01-06 03:02\nEnd: 06:37 ET\n",
    "letters that grow": f"{HEAD}Add {'İßﬃ' * 50} (@İ, due 2026-04-01)".encode(),
    "numbers of letters": b"&#x110000; &#99999999999999999999999; &#0; &#xD800; &bogus; &amp",
    "nothing but marks": " ".join(HOSTILE).encode(),
}


@pytest.mark.parametrize("suffix", [one for one in SUFFIXES if one != WORD])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_nasty_texts_are_read_as_promised(suffix: str, text: bytes) -> None:
    """In each notation."""
    check(named(suffix, text))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), bytes(50)])
def test_what_is_no_package_is_refused_as_promised(raw: bytes) -> None:
    """With the one error that is allowed."""
    check(named(WORD, raw))


def test_a_package_with_any_byte_changed_is_refused_or_read() -> None:
    """Whatever part of it the byte is in."""
    whole = document("<w:p><w:r><w:t>Outage</w:t></w:r></w:p>" * 3)

    for at in range(len(whole)):
        check(named(WORD, whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]))


def test_changed_seeds_are_read_as_promised() -> None:
    """The plain fuzzer, briefly, and each time alike."""
    inputs, chance = seeds(), Random(7)  # noqa: S311  nothing secret

    for data in (*inputs, *(mutated(inputs, chance) for _ in range(100))):
        check(data)
