"""What was read once and holds until something is committed: kept in this process, never stored."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")
MOST = 256


class Memory:
    """Keeps the answers that were asked for last; a key names all that an answer depends on."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept for *key*, made at first."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        return self._keep(key, make())

    def renew(self, key: Hashable, make: Callable[[T | None], T]) -> T:
        """Keep and return what *make* makes of what was kept for *key*, None at first."""
        with self._lock:
            before: T | None = self._kept.get(key)
        return self._keep(key, make(before))

    def _keep(self, key: Hashable, made: T) -> T:
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made
