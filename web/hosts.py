"""By which names the dashboard is asked: a name of others may lead to this machine, too; pure."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

LOCALHOST = "localhost"


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    """Return whether *host*, with a port or without, names this machine and nothing else can."""
    name = _name(host)
    try:
        return name == LOCALHOST or ip_address(name).is_loopback
    except ValueError:
        return False


def is_named(host: str, names: Iterable[str]) -> bool:
    """Return whether *host* is one of *names*; one that begins with a dot holds all below it."""
    asked = _name(host)
    return any(
        asked.endswith(name) if name.startswith(".") else asked == _name(name)
        for name in map(str.casefold, names)
    )


def _name(host: str) -> str:
    """Return a host without its port; nothing where it is none. IPv6 stands in brackets."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return ""
    return (name or "").casefold().rstrip(".")
