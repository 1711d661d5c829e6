"""The other editions as places: Enterprise Server, an App, Data Center."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from amends.sandbox.editions import SERVER, App, Edition
from amends.sandbox.furniture import PLAIN, Furniture
from tests.support.keys import PUBLIC
from tests.sync.places import PLACES, GitHubPlace, JiraPlace, Place

if TYPE_CHECKING:
    from pathlib import Path

    from amends.sandbox.github.apps import Desk
    from tests.fakes import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.showing import Shown

TOKENS = r"/access_tokens$"
APP = App(id=4711, installation=815, slug="amends", public_key=PUBLIC)
_installations = count(APP.installation)  # what one test is told is no other's


class EnterprisePlace(GitHubPlace):
    """A repository on a GitHub Enterprise Server."""

    edition = SERVER
    root = "/api/v3"


class AppPlace(GitHubPlace):
    """A repository in which an App is installed, whose tokens end after an hour."""

    account = APP.login

    def __init__(self, folder: Path, furniture: Furniture = PLAIN, seconds: int = 3600) -> None:
        self.number = number = next(_installations)
        app = replace(APP, installation=number, token_seconds=seconds)
        self.edition = Edition(app=app)
        self.login = (
            f'app_id = {app.id}\ninstallation_id = {number}\nprivate_key_env = "GITHUB_KEY"'
        )
        super().__init__(folder, furniture)

    @property
    def desk(self) -> Desk:
        """Return who gives the App its tokens."""
        found: Desk = self.sandbox.app.extensions["desk"]
        return found


class DataCenterPlace(JiraPlace):
    """A project on a Jira Data Center; people have names, and markers are labels."""

    edition = SERVER
    login = 'token_env = "JIRA_TOKEN"'
    search = "/search"
    lists = ("GET", r"/search$")

    def person(self, who: str) -> dict[str, str]:
        """Return how somebody is named here."""
        return {"name": who}

    def copy(self, one: Shown) -> None:
        """Open another issue that bears the same marker."""
        labels = [label for label in one.labels if label.startswith("amends-")]
        fields = {"project": {"key": "OPS"}, "issuetype": {"name": "Task"}, "summary": one.title}
        self._ask("POST", f"{self.here}/issue", {"fields": {**fields, "labels": labels}})


EDITIONS: dict[str, type[Place]] = {
    **PLACES,
    "enterprise": EnterprisePlace,
    "app": AppPlace,
    "data_center": DataCenterPlace,
}


def paths(place: Place) -> list[str]:
    """Return what came by, each as its method and path."""
    return [f"{one.method} {one.path}" for one in place.proxy.passed]


def heard(place: Place, name: str) -> list[str]:
    """Return a list that the header *name* of every request from now on is added to."""
    found: list[str] = []

    def layer(call: Call, onward: Onward) -> Reply:
        found.append({k.lower(): v for k, v in call.headers.items()}.get(name, ""))
        return onward(call)

    place.proxy.lay(layer)
    return found
