"""Where GitHub redirects to, one step far: a renamed repository, a transferred issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import Missing, Moved

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.transport import Reply


def followed(ask: Callable[..., Reply], verb: str, path: str, **more: Any) -> tuple[Any, str]:
    """Return what is answered at *path* or where that leads to, and which of both it was."""
    try:
        return ask(verb, path, **more).body, path
    except Moved as moved:
        there = _path_in(moved.location)
        if there is None or there == path:
            raise Missing(str(moved)) from moved
        return ask(verb, there, **more).body, there


def _path_in(location: str | None) -> str | None:
    """Return the path of an address that GitHub redirects to."""
    if not location:
        return None
    at = location.find("/repositories/")
    at = at if at >= 0 else location.find("/repos/")
    return location[at:].split("?")[0] if at >= 0 else None
