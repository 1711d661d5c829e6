"""What happens to repositories, issues and clocks over there; each function makes a layer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.faults import not_found, redirect
from tests.fakes.lagging import everything, is_list, listed, without_etag

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Layer, Onward


PAGE = re.compile(rb'("html_url":\s*")[^"]*/issues/([^/"]+/[^/"]+)/(\d+)"')


def clock_shifted(by: timedelta) -> Layer:
    """Let the tracker's Date header be off by *by*."""

    def layer(call: Call, onward: Onward) -> Reply:
        reply = onward(call)
        told = {name.lower(): text for name, text in reply.headers.items()}.get("date")
        if told is None:
            return reply
        moved = parsedate_to_datetime(told) + by
        return reply.with_headers(Date=format_datetime(moved, usegmt=True))

    return layer


def without_date() -> Layer:
    """Let the tracker tell no time."""

    def layer(call: Call, onward: Onward) -> Reply:
        reply = onward(call)
        kept = {name: text for name, text in reply.headers.items() if name.lower() != "date"}
        return replace(reply, headers=kept)

    return layer


def renamed(old: str, new: str, number: int) -> Layer:
    """Give a GitHub repository a new name: its old address leads to its number, with 301."""

    def layer(call: Call, onward: Onward) -> Reply:
        if call.path.startswith(f"/repos/{old}"):
            rest = call.target.removeprefix(f"/repos/{old}")
            return redirect(301, f"/repositories/{number}{rest}")
        there = replace(call, target=call.target.replace(f"/repos/{new}", f"/repos/{old}", 1))
        reply = with_true_pages(onward(there))
        return replace(reply, body=reply.body.replace(old.encode(), new.encode()))

    return layer


def transferred(address: str, there: str) -> Layer:
    """Let the GitHub issue at *address* live at *there*: 301, and its old list lacks it."""
    number = int(address.rpartition("/")[2])

    def layer(call: Call, onward: Onward) -> Reply:
        if call.path == address:
            return redirect(301, there)
        if call.method == "GET" and call.path == address.rpartition("/")[0]:
            rest = [one for one in everything(call, onward) if one["number"] != number]
            return listed(call, onward(without_etag(call)), rest)
        return with_true_pages(onward(call))

    return layer


def with_true_pages(reply: Reply) -> Reply:
    """Return an answer whose issues have the addresses of github.com, not of the sandbox."""
    told = PAGE.sub(rb'\1https://github.com/\2/issues/\3"', reply.body)
    return replace(reply, body=told)


def rekeyed(old: str, new: str) -> Layer:
    """Move a Jira issue to another project: a new key, the same id, no more in the search."""

    def layer(call: Call, onward: Onward) -> Reply:
        reply = onward(call)
        if is_list(call):
            rest = [one for one in reply.json["issues"] if one["key"] != old]
            return reply.saying({**reply.json, "issues": rest})
        return replace(reply, body=reply.body.replace(f'"{old}"'.encode(), f'"{new}"'.encode()))

    return layer


def removed(address: str, reply: Reply) -> Layer:
    """Let one issue be gone: its own address answers *reply*, no list shows it any more."""
    name = address.rpartition("/")[2]

    def layer(call: Call, onward: Onward) -> Reply:
        if re.fullmatch(rf"{re.escape(address)}(/transitions)?", call.path):
            return reply
        if not is_list(call):
            return onward(call)
        told = onward(without_etag(call))
        issues = told.json if isinstance(told.json, list) else told.json["issues"]
        rest = [one for one in issues if name not in {str(one.get("number")), one["id"]}]
        return told.saying(rest if isinstance(told.json, list) else {**told.json, "issues": rest})

    return layer


def hidden() -> Layer:
    """Answer 404 to everything but who we are: the permission is lost."""

    def layer(call: Call, onward: Onward) -> Reply:
        known = call.path == "/user" or call.path.endswith(("/myself", "/serverInfo"))
        return onward(call) if known else not_found()

    return layer


def retold(path: str, change: Callable[[Any], object]) -> Layer:
    """Change what the answers of one address say."""

    def layer(call: Call, onward: Onward) -> Reply:
        reply = onward(call)
        if not re.search(path, call.path) or not reply.body:
            return reply
        body = json.loads(reply.body)
        change(body)
        return reply.saying(body)

    return layer
