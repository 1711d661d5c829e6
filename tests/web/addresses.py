"""Every address that the dashboard and its API answer, with something to put into each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

WORDED = {
    "name": "x",
    "provider": "github",
    "filename": "amends.svg",
    "side": "ours",
    "kind": "stale",
    "target": "platform",
    "week": "2026-W01",
    "form": "md",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One endpoint, asked by one method at one address."""

    endpoint: str
    method: str
    path: str


def addresses(app: Flask, number: int = 1) -> list[Address]:
    """Return every address with each of its methods, about the things of one *number*."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: _value(rule.endpoint, name, number) for name in rule.arguments}
        path = adapter.build(rule.endpoint, values)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found += [Address(rule.endpoint, method, path) for method in methods]
    return found


def _value(endpoint: str, name: str, number: int) -> object:
    """Return what stands in an address under a name."""
    if name == "item" or endpoint == "items.by_name":
        return f"A-{number}"
    if name == "incident" or endpoint == "incidents.by_name":
        return f"I-{number}"
    return WORDED.get(name, number)
