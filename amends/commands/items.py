"""`amends incidents`, `items` and `item`: look and edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from amends.setting_out import (
    Listing,
    caller,
    cell,
    clerk,
    missing,
    opened,
    print_json,
    print_rows,
    say,
    settings_of,
)
from tracker.domain.extensions import extensions
from tracker.domain.items import ACTIVE, Kind, Status
from tracker.editing import Edit, edit, incident_number, item_number
from tracker.storage.incident_pages import IncidentsWanted
from tracker.storage.items import Wanted
from tracker.storage.page_queries import PageQueries
from tracker.telling import incident_told, items_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.extensions import Extension
    from tracker.domain.items import ActionItem
    from tracker.storage.completion import Completion

STATUSES = [status.value for status in Status]
KINDS = [kind.value for kind in Kind]


@click.command()
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def incidents(context: click.Context, as_list: bool) -> None:
    """List the incidents with their completion."""
    settings = settings_of(context)
    with opened(settings) as store, store.reading() as work:
        wanted, today = IncidentsWanted(), clerk(settings).today
        told = PageQueries(work.session, settings.report.zone).progress(wanted, today, limit=None)
        found = [one.completion for one in told]
        paths = work.pages.document_paths()
    Listing(
        lambda one: incident_told(one, paths.get(one.incident.id, [])),
        ("", "incident", "started", "severity", "done", "overdue", "next due"),
        _incident_row,
        "No incidents yet. Read some postmortems: amends ingest FOLDER",
    ).show(found, as_list=as_list)


def _incident_row(one: Completion) -> tuple[str, ...]:
    facts = one.incident.facts
    return (
        one.incident.name,
        cell(one.incident.title),
        (facts.started_at or "")[:10],
        facts.severity or "",
        f"{one.done}/{one.total}",
        str(one.overdue or ""),
        str(one.next_due or ""),
    )


@click.command()
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.option("--status", multiple=True, type=click.Choice(STATUSES), help="Only these.")
@click.option("--owner", help="Only this person's.")
@click.option("--incident", help="Only this incident's, such as I-3.")
@click.option("--unowned", is_flag=True, help="Only open ones that nobody owns.")
@click.option("--overdue", is_flag=True, help="Only those past their day.")
@click.option("--undated", is_flag=True, help="Only open ones without a day.")
@click.option("--unverified", is_flag=True, help="Only those done, past their day to verify.")
@click.option("--unassigned", is_flag=True, help="Only those past their day to find an owner.")
@click.option("--text", help="Only those with these words in the title.")
@click.pass_context
def items(context: click.Context, /, as_list: bool, **filters: Any) -> None:
    """List the action items."""
    settings = settings_of(context)
    work_day = clerk(settings)
    owner = filters["owner"]
    wanted = Wanted(
        status=filters["status"],
        owner=work_day.people.called(owner) if owner else None,
        unowned=filters["unowned"],
        overdue_on=work_day.today if filters["overdue"] else None,
        undated=filters["undated"],
        unverified_on=work_day.today if filters["unverified"] else None,
        unassigned_on=work_day.today if filters["unassigned"] else None,
        incident_id=_incident_number(filters["incident"]),
        text=filters["text"],
    )
    with opened(settings) as store, store.reading() as work:
        found = work.items.find(wanted)
        told = items_told(work, found)
    if as_list:
        print_json(told)
        return
    _show(found, told)


@click.command()
@click.argument("item_id", metavar="ID")
@click.option("--status", help=f"One of {', '.join(STATUSES)}.")
@click.option("--owner", help="Who promises; empty for nobody.")
@click.option("--due", help="Such as 2026-12-31; empty for none.")
@click.option("--priority", help="Such as P1; empty for none.")
@click.option("--kind", help=f"One of {', '.join(KINDS)}; empty for none.")
@click.option("--title", help="What is promised.")
@click.option("--reason", help="Why it will not be done, or why its date moves.")
@click.option("--approver", help="Who approved that; else whoever calls.")
@click.option("--review-by", help="Until when a won't-do stands, such as 2027-06-30.")
@click.option("--duplicate-of", help="The item that this one repeats.")
@click.option("--criterion", help="How one sees that it is done; empty for none.")
@click.option("--verify-by", help="By when that is to be verified; empty for none.")
@click.option("--evidence", help="An address or a note that shows it: done becomes verified.")
@click.option("--failed", metavar="REASON", help="Why it is not done after all: it opens again.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def item(context: click.Context, /, item_id: str, as_object: bool, **values: str | None) -> None:
    """Show or edit one action item."""
    settings = settings_of(context)
    number = item_number(item_id)
    wanted = {name: value for name, value in values.items() if value is not None}
    day = clerk(settings)
    with opened(settings) as store, store.work() as work:
        found = work.items.get(number)
        if wanted:
            found = edit(work, number, Edit(wanted, terms=day.terms), caller(), day.people, day.now)
            work.commit()
        told = items_told(work, [found])[0]
        history = work.history.of_item(number)
    if as_object:
        print_json(told)
        return
    say(f"{found.key}  {found.title}")
    for name in ("incident", "status", "kind", "owner", "priority", "due"):
        say(f"  {name:9} {told[name] or '-'}")
    for line in _promise(found, extensions(history)):
        say(f"  {line}")
    for link in told["links"]:
        say(f"  {link['target']:9} {link['key'] or link['state']}  {link['url'] or ''}")
    for source in found.sources:
        say(f"  line {source.first_line:<5} {source.text}")
    if not found.in_document:
        say(f"  {missing([found.key])}")
    for change in history:
        who = change.author.who or change.author.origin.value
        say(f"  {change.at:%Y-%m-%d %H:%M}  {change.field}: {change.old} → {change.new}  ({who})")


def _promise(item: ActionItem, moves: Iterable[Extension]) -> Iterator[str]:
    """Yield what more is known of an item's dates, its end and its verification."""
    if item.due0 and item.due0 != item.due:
        yield f"first due {item.due0}"
    for one in moves:
        who = one.author.who or one.author.origin.value
        approved = f", approved by {one.approver}" if one.approver else ""
        move, why = f"{one.old} → {one.new or 'no date'}", one.reason or "no reason"
        yield f"extended  {move} by {who}: {why}{approved}"
    if item.assign_by and not item.owner and item.status in ACTIVE:
        yield f"needs an owner by {item.assign_by}"
    if item.reason:
        approved = f", approved by {item.approver}" if item.approver else ""
        until = f", until {item.review_by}" if item.review_by else ""
        yield f"reason    {item.reason}{approved}{until}"
    if item.criterion:
        yield f"criterion {item.criterion}"
    if item.verify_by:
        yield f"verify by {item.verify_by}"
    if item.evidence:
        yield f"evidence  {item.evidence}"


def _show(found: list[ActionItem], told: list[dict[str, Any]]) -> None:
    if found:
        columns = ("", "status", "owner", "due", "priority", "issue", "action item")
        print_rows(columns, map(_item_row, found, told))
    say(f"{len(found)} action items.")
    if gone := [one.key for one in found if not one.in_document]:
        say(missing(gone))


def _item_row(one: ActionItem, told: dict[str, Any]) -> tuple[str, ...]:
    keys = ", ".join(link["key"] or link["state"] for link in told["links"])
    return (
        one.key,
        one.status.value,
        cell(one.owner or ""),
        str(one.due or ""),
        one.priority or "",
        keys,
        cell(one.title),
    )


def _incident_number(name: str | None) -> int | None:
    if not name:
        return None
    return incident_number(name)


COMMANDS = (incidents, items, item)
