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
    from collections.abc import Callable, Container
    from datetime import timedelta

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Layer, Onward


ISSUE = re.compile(r"/issue/(\d+)(/\w+)*$")
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
        if call.path.endswith("/graphql"):
            return without(onward(call), lambda one: one["number"] == number)
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
    """Let one issue be gone: its own address answers *reply*, nothing shows it any more."""
    name = address.rpartition("/")[2]

    def layer(call: Call, onward: Onward) -> Reply:
        if re.fullmatch(rf"{re.escape(address)}(/transitions)?", call.path):
            return reply
        if is_list(call):
            told = onward(without_etag(call))
            return without(told, lambda one: name in {str(one.get("number")), one["id"]})
        told = onward(call)
        in_bulk = call.path.endswith(("/graphql", "/bulkfetch"))
        return without(told, lambda one: name in named(one)) if in_bulk else told

    return layer


def emptied() -> Layer:
    """Let every issue be gone, while the place itself can be seen."""

    def layer(call: Call, onward: Onward) -> Reply:
        if re.search(r"/(issues|issue)/\d+(/transitions)?$", call.path):
            return not_found()
        told = onward(without_etag(call))
        asks = is_list(call) or call.path.endswith(("/graphql", "/bulkfetch"))
        return without(told, lambda _: True) if asks else told

    return layer


def now_called(name: str, other: str, former: int) -> Layer:
    """Let a GitHub repository's *name* lead to the *other* one; the *former* is there no more."""

    def layer(call: Call, onward: Onward) -> Reply:
        if call.path.startswith(f"/repositories/{former}"):
            return not_found()
        return onward(
            replace(call, target=call.target.replace(f"/repos/{name}", f"/repos/{other}"))
        )

    return layer


def made_anew(number: int, real: int, former: Container[str]) -> Layer:
    """Let a Jira project be another one, with another *number*, that lacks the *former* issues."""

    def layer(call: Call, onward: Onward) -> Reply:
        if (found := ISSUE.search(call.path)) and found[1] in former:
            return not_found()
        target = call.target.replace(f"/project/{number}", f"/project/{real}")
        body = call.body.replace(f'"{number}"'.encode(), f'"{real}"'.encode())
        reply = onward(replace(call, target=target, body=body))
        if re.search(r"/project/\w+$", call.path) and reply.status == 200:
            return reply.saying({**reply.json, "id": str(number)})
        lists = is_list(call) or call.path.endswith("/bulkfetch")
        return without(reply, lambda one: one["id"] in former) if lists else reply

    return layer


def without(reply: Reply, is_gone: Callable[[dict[str, Any]], bool]) -> Reply:
    """Return an answer that lacks some issues, whatever its shape; GraphQL says null."""
    told = reply.json
    if isinstance(told, list):
        return reply.saying([one for one in told if not is_gone(one)])
    if "issues" in told:
        return reply.saying({**told, "issues": [one for one in told["issues"] if not is_gone(one)]})
    nodes = [None if one is None or is_gone(one) else one for one in told["data"]["nodes"]]
    return reply.saying({**told, "data": {"nodes": nodes}})


def named(issue: dict[str, Any]) -> set[str]:
    """Return by what an issue is asked for: its number on GitHub, its id in Jira."""
    return {str(issue["number"] if "number" in issue else issue["id"])}


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
