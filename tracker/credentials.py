"""Passwords and the secrets of sessions and tokens: made, hashed, compared.

Passwords by Argon2id with OWASP's parameters. The others are random, 256 bits, so SHA-256 is
enough to keep them: nobody can try them out.
"""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.domain.access import plain_password

PREFIX = "amends_"  # by which scanners for secrets know a token: amends_[0-9a-f]{64}
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmUhIQ"
    "$EfImvH6jrmheiZ2z3+CPo7M/kE87NspQwc1JaOfNqQk"
)


def password_hash(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(plain_password(password))


def is_password(password: str, kept: str | None) -> bool:
    """Return whether a password is the one of which *kept* was made.

    Where there is none it takes as long, so that nobody learns who has an account.
    """
    try:
        HASHER.verify(kept or NOBODYS, plain_password(password))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def new_secret() -> str:
    """Return what a browser keeps of its session."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """Return the secret of a new token."""
    return PREFIX + secrets.token_hex(32)


def digest(secret: str) -> str:
    """Return what is kept of a session's or a token's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
