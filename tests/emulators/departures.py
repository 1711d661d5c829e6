"""In what the emulators differ from GitHub and Jira, made good on the way: ours is not loosened.

Each is a layer of the proxy; a test shows that the emulator still needs it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from tests.fakes.calls import said

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.fakes.proxy import Onward

BOT = re.compile(r"/users/([^/]+\[bot\])$")
NUMBER = re.compile(r"/issue/(\d+)(?=[/?]|$)")
SINCE = re.compile(r' AND updated >= "?\d+"?')


def has_no_bots(call: Call, onward: Onward) -> Reply:
    """`emulate` writes an App's issues by a bot that it does not show under /users."""
    reply = onward(call)
    if found := BOT.search(unquote(call.path)):
        return said(200, {"id": 0, "login": found[1], "type": "Bot"})
    return reply


def takes_milliseconds_for_days(call: Call, onward: Onward) -> Reply:
    """`jira820` takes JQL's milliseconds after epoch for days, and fails; it is asked for all."""
    target = unquote(call.target.replace("+", " "))
    if "/search?" not in target or not SINCE.search(target):
        return onward(call)
    return onward(replace(call, target=quote(SINCE.sub("", target), safe="/?=&%")))


class KnowsKeysOnly:
    """`jira820` finds an issue by its key, and says 404 to the number that it gave itself."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def __call__(self, call: Call, onward: Onward) -> Reply:
        """Ask for an issue by the key that was told beside its number."""
        found = NUMBER.search(call.target)
        if found and found[1] in self._keys:
            key = self._keys[found[1]]
            call = replace(call, target=NUMBER.sub(f"/issue/{key}", call.target))
        reply = onward(call)
        if reply.body.startswith(b"{"):
            told = reply.json
            self._keys |= {
                str(one["id"]): one["key"]
                for one in (told, *(told.get("issues") or []))
                if "id" in one and "key" in one
            }
        return reply
