"""The emulators as places, each with our proxy before it."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from tests.emulators.starting import EMULATE, JIRA820, a_port, installed, node, running
from tests.fakes import Proxy
from tests.support.keys import PRIVATE
from tests.sync.editions import DataCenterPlace
from tests.sync.places import GitHubPlace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.sync.showing import Shown

APP, INSTALLATION = 4711, 815
SEED = """
tokens:
  sandbox-token: {login: amends-bot, scopes: [repo]}
github:
  users: [{login: amends-bot}, {login: alice}, {login: bob}]
  repos: [{owner: amends-bot, name: platform, auto_init: true}]
  apps:
    - app_id: APP
      slug: amends
      name: Amends
      permissions: {issues: write, metadata: read}
      installations:
        - {installation_id: INSTALLATION, account: amends-bot, repository_selection: all}
      private_key: |
""".replace("APP", str(APP)).replace("INSTALLATION", str(INSTALLATION))


class Emulate(GitHubPlace):
    """A repository in `emulate`."""

    here = "/repos/amends-bot/platform"

    def __init__(self, url: str) -> None:
        self.sandbox = cast("Any", SimpleNamespace(url=url))
        self.proxy = Proxy(url)

    def toml(self) -> str:
        """Return the target's section of amends.toml."""
        return super().toml().replace("acme/platform", "amends-bot/platform")


class EmulateForApps(Emulate):
    """The same, signed in to as an App."""

    login = f'app_id = {APP}\ninstallation_id = {INSTALLATION}\nprivate_key_env = "GITHUB_KEY"'


class Jira820(DataCenterPlace):
    """The one project of `jira820`."""

    key = "JIRA820"

    def __init__(self, url: str) -> None:
        self.sandbox = cast("Any", SimpleNamespace(url=url))
        self.proxy = Proxy(url)

    def toml(self) -> str:
        """Return the target's section of amends.toml."""
        return super().toml().replace("OPS", self.key)

    def address(self, one: Shown) -> str:
        """Return the path at which people ask for an issue."""
        return f"{self.here}/issue/{one.key}"

    def way(self, one: Shown, state: str) -> str:
        """Return which transition of an issue leads to a state."""
        wanted = {"open": "new", "in_progress": "indeterminate"}.get(state, "done")
        ways = self._ask("GET", f"{self.address(one)}/transitions")["transitions"]
        (way,) = [one for one in ways if one["to"]["statusCategory"]["key"] == wanted]
        return str(way["id"])

    def is_ours(self, one: dict[str, Any]) -> bool:
        """Return whether an issue was made in this test: the emulator brings its own."""
        return any(label.startswith("amends-") for label in one["fields"]["labels"])


@contextmanager
def emulate(folder: Path, kind: type[Emulate] = Emulate) -> Iterator[Emulate]:
    """Run `emulate` as a GitHub, with one repository and one App."""
    port = a_port()
    url = f"http://127.0.0.1:{port}"
    seed = folder / "seed.yaml"
    key = "".join(f"        {line}\n" for line in PRIVATE.splitlines())
    seed.write_text(SEED.lstrip() + key, encoding="utf-8")
    command = [node(), installed(EMULATE), "start", "--service", "github", "--port", str(port)]
    command += ["--base-url", url, "--seed", str(seed)]
    with running(command, url, folder / "emulate.log"):
        place = kind(url)
        yield place
        place.proxy.stop()


@contextmanager
def jira820(folder: Path) -> Iterator[Jira820]:
    """Run `jira820`, a Jira Data Center 8.20."""
    port = a_port()
    url = f"http://127.0.0.1:{port}"
    with running([installed(JIRA820)], url, folder / "jira.log", {"JIRA820_PORT": str(port)}):
        place = Jira820(url)
        yield place
        place.proxy.stop()
