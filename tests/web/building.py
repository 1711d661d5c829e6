"""Makes what the pages show, and a visitor who reads and sends like a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Account, Role
from tracker.domain.history import Author, Origin
from tracker.domain.incidents import Facts, Incident
from tracker.domain.items import ActionItem, Section, Source, Status
from tracker.domain.links import Link, LinkState

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tracker.storage import Work

BY = Author(Origin.DOCUMENT)
PASSWORD = "a horse in May"
TEXT = "# Outage\n\n## Actions\n- Alert on disk space\n- Rehearse the restore\n  every month\n"


class Visitor:
    """Reads pages and sends their forms with the token that stands in them."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def read(self, path: str, status: int = 200) -> str:
        """Return a page's text."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, data: dict[str, Any], seen_on: str | None = None) -> TestResponse:
        """Send a form that stood on the page *seen_on*."""
        page = self.client.get(seen_on or path).text
        return self.client.post(path, data={"csrf_token": token_in(page), **data})

    def form(self, path: str) -> dict[str, str]:
        """Return the edit form of an item's page as a browser would send it unchanged."""
        page = self.read(path)
        form = page[page.index('<form class="edit"') :]
        return fields_in(form[: form.index("</form>")])


def an_account(
    work: Work, name: str = "alice", role: Role = Role.ADMIN, person: str | None = None
) -> Account:
    """Store an account whose password is PASSWORD."""
    return accounts.add(work, name, PASSWORD, role, person, now())


def sign_in(client: FlaskClient, name: str = "alice", target: str = "/") -> TestResponse:
    """Sign somebody in as a browser would, and return the answer."""
    page = client.get("/sign-in").text
    form = {"name": name, "password": PASSWORD, "next": target, "csrf_token": token_in(page)}
    return client.post("/sign-in", data=form)


def token_in(page: str) -> str:
    """Return the token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found[1] if found else ""


def fields_in(form: str) -> dict[str, str]:
    """Return a form's fields with their values."""
    held = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*name="(\w+)"[^>]*? value="([^"]*)"', form)
    }
    for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form):
        held[name] = unescape(value)
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        held[name] = chosen[1] if chosen else ""
    return held


def an_incident(work: Work, title: str = "Disk full", text: str = TEXT, **facts: Any) -> Incident:
    """Store an incident with one document."""
    key = f"{title}-{len(work.incidents.all())}"
    incident = work.incidents.add(key, title, Facts(title=title, **facts), now())
    document = work.incidents.add_postmortem(incident.id, f"postmortems/{key}.md", now())
    work.incidents.revise(document, str(hash(text)), text, 1, now())
    return incident


def an_item(
    work: Work, incident: Incident, title: str = "Alert on disk space", **values: Any
) -> ActionItem:
    """Store an item of an incident, found on line 4 of its document."""
    held: dict[str, Any] = {"status": Status.OPEN, "fingerprint": title, **values}
    item = ActionItem(id=0, incident_id=incident.id, title=title, created_at=now(), **held)
    added = work.items.add(item, {}, BY)
    source = Source(Section.MEASURE, "Actions", title, 4, 4)
    work.items.place(added.id, work.incidents.newest_of(incident.id)[0].id, [source])
    return added


def a_link(work: Work, item: ActionItem, **values: Any) -> Link:
    """Store an item's issue in the target platform."""
    target = work.targets.known("platform", "github")
    link = work.links.add(item.id, target.id, 1, f"marker-{item.id}")
    held = {
        "state": LinkState.LINKED,
        "remote_key": f"acme/platform#{item.id}",
        "url": f"https://github.com/acme/platform/issues/{item.id}",
        **values,
    }
    work.links.save(replace(link, **held))
    return work.links.get(link.id)
