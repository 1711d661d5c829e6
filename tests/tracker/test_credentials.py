from __future__ import annotations

import re

from argon2 import PasswordHasher, extract_parameters

from tracker import credentials

OWASP = {"type": "ID", "memory_cost": 19_456, "time_cost": 2, "parallelism": 1}


def test_passwords_are_hashed_as_owasp_says() -> None:
    """Argon2id with 19 MiB, two rounds, one lane, and a salt of its own each time."""
    first, second = (credentials.password_hash("a horse in May") for _ in range(2))
    found = extract_parameters(first)

    assert {name: getattr(found, name) for name in OWASP} | {"type": found.type.name} == OWASP
    assert first != second


def test_a_password_is_known_again_however_it_was_typed() -> None:
    """Composed or not; and no other one is."""
    kept = credentials.password_hash("a caf\u00e9 in May")

    assert credentials.is_password("a cafe\u0301 in May", kept)
    assert not credentials.is_password("a cafe in May", kept)


def test_nobodys_hash_costs_what_everybodys_does() -> None:
    """An unknown name takes as long as a wrong password, and fits none."""
    assert extract_parameters(credentials.NOBODYS) == extract_parameters(
        credentials.password_hash("a horse in May")
    )
    assert not credentials.is_password("nobody has this password", None)


def test_what_is_no_password_and_no_hash_is_wrong_and_no_crash() -> None:
    """Half a character, a damaged row."""
    assert not credentials.is_password("\ud800", credentials.password_hash("a horse in May"))
    assert not credentials.is_password("a horse in May", "no hash at all")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    """Today's are not."""
    former = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("a horse in May")

    assert credentials.is_outdated(former)
    assert not credentials.is_outdated(credentials.password_hash("a horse in May"))


def test_tokens_are_long_and_known_to_scanners() -> None:
    """256 random bits behind a prefix of their own; what is kept tells nothing of them."""
    token = credentials.new_token()

    assert re.fullmatch("amends_[0-9a-f]{64}", token)
    assert token != credentials.new_token()
    assert token[7:] not in credentials.digest(token)
