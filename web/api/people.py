"""Who owns items."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response

from tracker.storage.lists import OWNER_ORDER
from web.api import shapes
from web.api.paging import Part, after, listed
from web.api.resource import answers, resource
from web.context import lists, today

people = resource("owners", "Who promised.")


@people.get("/owners", responses=answers(shapes.OwnerPart))
def list_owners(query: Part) -> Response:
    """List everybody who owns an item, by name."""
    found = lists().owners(today(), after(query, OWNER_ORDER), query.limit)
    return listed([asdict(one) for one in found.rows], found.next)
