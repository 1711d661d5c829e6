"""From which address somebody asks, and to which page a sign-in may lead; pure."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = "/"
UNKNOWN = "unknown"
HOUSEHOLD = 64  # whoever has one IPv6 address has all of its network
LONGEST = 2000


def client_address(remote: str | None, forwarded: Sequence[str], trusted: Sequence[str]) -> str:
    """Return who asks: the last of *forwarded* that no trusted proxy is.

    A header counts only as far as proxies of [dashboard] trusted_proxies have written it.
    """
    found = _address(remote or "")
    networks = [ip_network(one) for one in trusted]
    for told in reversed(forwarded):
        if found is None or not any(found in network for network in networks):
            break
        before = _address(told)
        if before is None:
            break
        found = before
    return UNKNOWN if found is None else str(found)


def counted_address(address: str) -> str:
    """Return under what the failures of an address are counted."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, HOUSEHOLD), strict=False))
    return address


def safe_next(target: str | None) -> str:
    """Return *target* where it is a page of ours, else the first page."""
    told = target or HOME
    try:
        parts = urlsplit(told)
    except ValueError:
        return HOME
    ours = not parts.scheme and not parts.netloc and told.startswith("/")
    plain = told.isascii() and told.isprintable() and "\\" not in told and len(told) <= LONGEST
    if not ours or not plain or told.startswith("//"):
        return HOME
    return told


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, without its port; one of IPv4 in the clothes of IPv6 as what it is."""
    told = text.strip()
    if told.startswith("["):
        told = told[1:].partition("]")[0]
    elif told.count(":") == 1:
        told = told.partition(":")[0]
    try:
        found = ip_address(told.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
