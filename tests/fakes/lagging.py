"""Lists that show an earlier state than single reads do, on either tracker."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from tracker.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Onward

Issues = list[dict[str, Any]]
SEARCH = re.compile(r"/search/jql$")
LIST = re.compile(r"/issues$")
FLOOR = re.compile(r"updated >= (\d+)")
PAGE = 100


class LaggingLists:
    """A layer: lists show the state of *requests* list requests ago, or at most *seconds* ago.

    *seconds* is asked anew for each request where it is a function, and counted by *clock*. With
    *frozen* lists keep the state of the first request that comes by. Single reads, and all that is
    written, are passed on unchanged.
    """

    def __init__(
        self,
        *,
        requests: int = 0,
        seconds: Callable[[], float] | float = 0.0,
        frozen: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._requests = requests
        self._seconds = seconds
        self._frozen = frozen
        self._clock = clock
        self._states: deque[tuple[float, Issues]] = deque()
        self._lock = Lock()

    def __call__(self, call: Call, onward: Onward) -> Reply:
        """Answer a list from an earlier state of it."""
        if not is_list(call):
            return onward(call)
        with self._lock:
            now = self._clock()
            self._states.append((now, everything(call, onward)))
            shown = self._chosen(now)
        return listed(call, onward(without_etag(call)), shown)

    def _chosen(self, now: float) -> Issues:
        if self._frozen:
            return self._states[0][1]
        if self._requests:
            return self._states[max(0, len(self._states) - 1 - self._requests)][1]
        lag = self._seconds() if callable(self._seconds) else self._seconds
        return next(state for at, state in self._states if at >= now - lag)


def is_list(call: Call) -> bool:
    """Return whether a request asks for a list of issues."""
    return bool(
        (call.method == "GET" and LIST.search(call.path))
        or (call.method in {"GET", "POST"} and SEARCH.search(call.path))
    )


def without_etag(call: Call) -> Call:
    """Return the request as one that knows no earlier answer."""
    kept = {k: v for k, v in call.headers.items() if k.lower() != "if-none-match"}
    return replace(call, headers=kept)


def everything(call: Call, onward: Onward) -> Issues:
    """Return all issues that a list request might show, as they are now."""
    if call.method == "GET":
        reply = onward(replace(without_etag(call), target=f"{call.path}?state=all&per_page=100"))
        return list(reply.json)
    body = {**call.json, "jql": FLOOR.sub("updated >= 0", call.json["jql"]), "maxResults": PAGE}
    body.pop("nextPageToken", None)
    return list(onward(replace(call, body=json.dumps(body).encode())).json["issues"])


def listed(call: Call, fresh: Reply, shown: Issues) -> Reply:
    """Return the answer to a list request where *shown* is all there is."""
    if call.method != "GET":
        found = FLOOR.search(call.json["jql"])
        floor = int(found[1]) if found else 0
        return fresh.saying({"issues": [one for one in shown if _ms(one) >= floor], "isLast": True})
    query = call.query
    since = query.get("since", "")
    creator = query.get("creator")
    matching = [
        one
        for one in shown
        if one["updated_at"] >= since and creator in {None, one["user"]["login"]}
    ]
    matching.sort(
        key=lambda one: (one["updated_at"], one["id"]), reverse=query["direction"] == "desc"
    )
    start = (int(query.get("page", "1")) - 1) * PAGE
    body = json.dumps(matching[start : start + PAGE]).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
    asked = {k.lower(): v for k, v in call.headers.items()}.get("if-none-match")
    told = fresh.with_headers(ETag=etag)
    return replace(told, status=304, body=b"") if asked == etag else replace(told, body=body)


def _ms(issue: dict[str, Any]) -> int:
    return int(datetime.fromisoformat(issue["fields"]["updated"]).timestamp() * 1000)
