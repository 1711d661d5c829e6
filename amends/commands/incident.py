"""`amends incident`: look at one incident, and say who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from amends.setting_out import caller, cell, clerk, opened, print_json, say, settings_of
from tracker.domain.errors import BadInput
from tracker.editing import incident_number, item_number
from tracker.repeating import confirm, repeats, take_back
from tracker.restricting import restrict, unrestrict
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem
    from tracker.storage.restrictions import Restriction


@click.command()
@click.argument("incident_id", metavar="ID")
@click.option("--restrict", "names", metavar="NAMES", help="Only these see it, such as alice,bob.")
@click.option("--unrestrict", "opens", is_flag=True, help="Everybody sees it again.")
@click.option("--repeats", "said", metavar="ITEM", help="An item that would have helped.")
@click.option("--repeats-not", "unsaid", metavar="ITEM", help="It would not have, after all.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def incident(
    context: click.Context,
    incident_id: str,
    names: str | None,
    opens: bool,
    said: str | None,
    unsaid: str | None,
    as_object: bool,
) -> None:
    """Show one incident; restrict it to named accounts, or say which open promise it repeats.

    Of a restricted incident, trackers are told a redacted title and a link; what was filed before
    is rewritten by the next sync, as `amends sync --plan` shows.
    """
    if names is not None and opens:
        raise BadInput("choose one of --restrict and --unrestrict")
    settings = settings_of(context)
    number = incident_number(incident_id)
    day = clerk(settings)
    with opened(settings) as store, store.work() as work:
        if names is not None:
            wanted = [one for one in names.split(",") if one.strip()]
            restrict(work, number, wanted, caller(), day.now)
        elif opens:
            unrestrict(work, number, caller(), day.now)
        if said is not None:
            confirm(work, number, item_number(said), caller(), day.now)
        if unsaid is not None:
            take_back(work, number, item_number(unsaid), caller(), day.now)
        found = work.incidents.get(number)
        items = work.items.find(Wanted(incident_id=number))
        standing = work.restrictions.of(number)
        again = repeats(work, number)
        work.commit()
    if as_object:
        print_json(_told(found, items, standing) | {"repeats": again})
    else:
        _show(found, items, standing)
        say(f"  repeats   {', '.join(again) or '-'}")


def _told(
    found: Incident, items: Sequence[ActionItem], standing: Restriction | None
) -> dict[str, Any]:
    return {
        "id": found.name,
        "title": found.title,
        "severity": found.facts.severity,
        "started_at": found.facts.started_at,
        "ended_at": found.facts.ended_at,
        "items": [one.key for one in items],
        "restricted_to": list(standing.names) if standing else None,
    }


def _show(found: Incident, items: Sequence[ActionItem], standing: Restriction | None) -> None:
    say(f"{found.name}  {cell(found.title)}")
    for name in ("severity", "started_at", "ended_at"):
        say(f"  {name.removesuffix('_at'):9} {getattr(found.facts, name) or '-'}")
    seen_by = ", ".join(standing.names) or "nobody" if standing else "everybody"
    say(f"  seen by   {seen_by}")
    for one in items:
        say(f"  {one.key:6} {one.status.value:12} {cell(one.title)}")


COMMANDS = (incident,)
