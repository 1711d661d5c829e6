"""How people name issues: by the addresses of their pages, and in short; pure.

GitHub: https://github.com/acme/platform/issues/12 or acme/platform#12. Jira:
https://acme.atlassian.net/browse/OPS-12, a board's address with `selectedIssue`, or OPS-12.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.settings import Target

API = "/api/v3"  # of an Enterprise server; its pages stand beside it
PAGE = re.compile(r"(?:/repos)?/([^/]+/[^/]+)/issues/(\d{1,18})/?")
LISTED = re.compile(r"/issues/([^/]+/[^/]+)/(\d{1,18})/?")  # where the sandbox shows an issue
PULL = re.compile(r"https?://[^/]+(?:/.*)?/pull/\d+(?:[/?#].*)?", re.IGNORECASE)
SHORT = re.compile(r"([^/\s]+/[^/\s#]+)#(\d{1,18})")
KEY = re.compile(r"([A-Za-z][A-Za-z0-9_]*)-(\d{1,18})")
USUAL_PORTS = {"http": 80, "https": 443}
PUBLIC = {"api.github.com": "github.com", "www.github.com": "github.com"}


def named_in(address: str, targets: Iterable[Target]) -> list[tuple[Target, str]]:
    """Return the targets in which there may be an issue at *address*, each with its name there."""
    return [(one, name) for one in targets if (name := name_in(address, one)) is not None]


def name_in(address: str, target: Target) -> str | None:
    """Return the number or the key of the issue at *address*; None where that is elsewhere."""
    told = address.strip()
    if "://" not in told:
        return _short(told, target)
    try:
        there, base = urlsplit(told), urlsplit(target.base_url)
        same = _host(there) == _host(base)
    except ValueError:
        return None
    if not same:
        return None
    inside = base.path.rstrip("/").removesuffix(API)
    if not there.path.startswith(f"{inside}/"):
        return None
    path = unquote(there.path.removeprefix(inside))
    if target.provider == "github":
        return _number(path.removeprefix(API), target)
    return _key(path, parse_qs(there.query).get("selectedIssue", []), target)


def is_pull_request(address: str) -> bool:
    """Return whether *address* is that of a pull request."""
    return PULL.fullmatch(address.strip()) is not None


def _short(told: str, target: Target) -> str | None:
    if target.provider == "github":
        match = SHORT.fullmatch(told)
        return match[2] if match and _same(match[1], target.repository) else None
    match = KEY.fullmatch(told)
    return told.upper() if match and _same(match[1], target.project) else None


def _number(path: str, target: Target) -> str | None:
    match = PAGE.fullmatch(path) or LISTED.fullmatch(path)
    return match[2] if match and _same(match[1], target.repository) else None


def _key(path: str, chosen: list[str], target: Target) -> str | None:
    words = [*chosen, *reversed(path.split("/"))]
    key = next((word for word in words if KEY.fullmatch(word)), None)
    return _short(key, target) if key else None


def _same(one: str, other: str | None) -> bool:
    return one.casefold() == (other or "").casefold()


def _host(there: SplitResult) -> tuple[str, int | None]:
    """Return the host and its port; GitHub's pages and its API count as one."""
    name = (there.hostname or "").casefold()
    return PUBLIC.get(name, name), there.port or USUAL_PORTS.get(there.scheme.casefold())
