"""The whole loop on this machine: sample postmortems, sandbox trackers, worker, dashboard."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import threading
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import waitress

from amends.commands.documents import take_configured
from amends.commands.setup import SERVER
from amends.commands.syncing import jobs_for
from amends.sandbox import Sandbox, serve
from amends.setting_out import say
from sync.cycle import run
from sync.worker import scheduled
from tracker.domain.errors import BadInput
from tracker.domain.links import LinkState
from tracker.settings import load
from tracker.storage import open_store
from web.app import create_app

if TYPE_CHECKING:
    from sync.opening import Cycle
    from tracker.settings import Settings
    from tracker.storage import Store

EXAMPLES = Path(__file__).parent.parent / "examples" / "postmortems"
TOKEN = "sandbox-token"  # noqa: S105  opens nothing but the demo's own servers
USUAL = {"web": 8300, "github": 8301, "jira": 8302}
LAST_PORT = 65535
CLOSED_THERE = 3
PEOPLE = ("alice", "bilal", "chen", "dana")
CONFIG = """\
# The demo's own configuration; `amends --config {path} sync` works while the demo runs.
[database]
url = "sqlite:///demo.db"

[[source]]
path = "postmortems"

[[target]]
name = "github"
provider = "github"
repository = "acme/platform"
base_url = "http://127.0.0.1:{github}"
token_env = "AMENDS_DEMO_TOKEN"

[[target]]
name = "jira"
provider = "jira"
base_url = "http://127.0.0.1:{jira}"
project = "OPS"
user_env = "AMENDS_DEMO_USER"
token_env = "AMENDS_DEMO_TOKEN"

[[route]]
target = ["github", "jira"]

[people]
"@alice" = {{ github = "alice", jira = "sandbox:alice" }}
"@bilal" = {{ github = "bilal", jira = "sandbox:bilal" }}
"@chen" = {{ github = "chen", jira = "sandbox:chen" }}
"@dana" = {{ github = "dana", jira = "sandbox:dana" }}

[sync]
interval_seconds = 5
writes_per_minute = 100000

[dashboard]
url = "http://127.0.0.1:{web}"
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo lives, and at which ports."""

    folder: Path
    web: int
    github: int
    jira: int


def demonstrate(folder: Path, port: int | None, *, once: bool = False) -> None:
    """Run the demo in *folder* until it is stopped; what it made stays for the next time."""
    if not EXAMPLES.is_dir():
        raise BadInput("the demo's postmortems are not here; run it from a clone of Amends")
    for name in ("AMENDS_DATABASE_URL", "AMENDS_SECRET", "AMENDS_SECRET_FILE"):
        os.environ.pop(name, None)  # noqa: TID251  a demo touches nobody's own database
    place = _settled(folder, port)
    os.environ["AMENDS_DEMO_TOKEN"] = TOKEN  # noqa: TID251  the demo's servers take this token
    os.environ["AMENDS_DEMO_USER"] = "demo@example.com"  # noqa: TID251  the same
    with _sandbox("github", place) as github, _sandbox("jira", place) as jira:
        settings = load(str(folder / "amends.toml"))
        store = open_store(settings.database_url)
        try:
            _first_loop(store, settings, place, github, jira)
            if not once:
                _stay(store, settings, place)
        finally:
            store.close()


def _settled(folder: Path, port: int | None) -> Place:
    """Return the demo's place, made at the first run; its ports stay, so its links do."""
    known = folder / "ports.json"
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not known.exists())):
        raise BadInput(f"{folder} is there and is no demo's folder; name another with --folder")
    ports = _ports(known)
    place = Place(folder, port or ports["web"], ports["github"], ports["jira"])
    for name, number in (("web", place.web), ("github", place.github), ("jira", place.jira)):
        if not _is_free(number):
            raise BadInput(
                f"port {number} ({name}) is taken: is the demo running already? "
                f"Else name another with --port, or remove {known}"
            )
    folder.mkdir(parents=True, exist_ok=True)
    known.write_text(json.dumps(ports), encoding="utf-8")
    shutil.copytree(EXAMPLES, folder / "postmortems", dirs_exist_ok=True)
    config = CONFIG.format(
        path=folder / "amends.toml", web=place.web, github=place.github, jira=place.jira
    )
    (folder / "amends.toml").write_text(config, encoding="utf-8")
    return place


def _ports(known: Path) -> dict[str, int]:
    """Return the ports of the last run, or the usual ones where these are free."""
    if not known.exists():
        return {name: _free(usual) for name, usual in USUAL.items()}
    try:
        kept = json.loads(known.read_text(encoding="utf-8"))
        ports = {name: int(kept[name]) for name in USUAL}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise BadInput(f"{known} is broken; remove it") from error
    if not all(0 < number <= LAST_PORT for number in ports.values()):
        raise BadInput(f"{known} names a port that cannot be; remove it")
    return ports


def _sandbox(kind: Any, place: Place) -> Sandbox:
    port = place.github if kind == "github" else place.jira
    return serve(kind, place.folder / f"{kind}.state", port=port, token=TOKEN, people=PEOPLE)


def _first_loop(
    store: Store, settings: Settings, place: Place, github: Sandbox, jira: Sandbox
) -> None:
    say("1  Reading the sample postmortems ...")
    arrivals = take_configured(store, settings).arrivals
    with store.reading() as work:
        items = work.items.find()
        filed = any(
            link.remote_id
            for links in work.links.of_items([i.id for i in items]).values()
            for link in links
        )
    say(f"   {len(arrivals)} documents hold {len(items)} action items.")
    say("2  Filing each open one in GitHub and in Jira (both are sandboxes on this machine) ...")
    _tell(run(store, settings))
    if not filed:
        say("3  Over there, somebody closes a few issues ...")
        _close_some(store, github, jira)
        _tell(run(store, settings))
    with store.reading() as work:
        done = [item for item in work.items.find() if item.closed_at]
    say(f"   {len(done)} of {len(items)} promises are kept so far.")
    say("")
    say(f"   Dashboard       http://127.0.0.1:{place.web}")
    say(f"   GitHub sandbox  {github.url}")
    say(f"   Jira sandbox    {jira.url}")
    say("")


def _tell(cycle: Cycle) -> None:
    for tally in cycle.tallies:
        say(
            f"   {tally.name}: {tally.created} issues filed, {tally.updated} edited, "
            f"{tally.closed} closed, {tally.pulled} changes taken in; {tally.requests} requests"
        )
        if tally.error:
            say(f"   {tally.error}")


def _close_some(store: Store, github: Sandbox, jira: Sandbox) -> None:
    """Close some issues as a colleague would, in the trackers and not here."""
    with store.reading() as work:
        names = {state.id: state.name for state in work.targets.all()}
        items = work.items.find()
        links = work.links.of_items([item.id for item in items])
    linked = [
        (names[link.target_id], link)
        for item in items
        for link in links.get(item.id, [])
        if link.state is LinkState.LINKED
    ]
    for _, link in [one for one in linked if one[0] == "github"][:CLOSED_THERE]:
        number = str(link.remote_key).rpartition("#")[2]
        url = f"{github.url}/repos/acme/platform/issues/{number}"
        _send("PATCH", url, {"state": "closed", "state_reason": "completed"})
    for _, link in [one for one in linked if one[0] == "jira"][-CLOSED_THERE:]:
        url = f"{jira.url}/rest/api/2/issue/{link.remote_id}/transitions"
        ways = _send("GET", url, None)["transitions"]
        done = next(one for one in ways if one["to"]["statusCategory"]["key"] == "done")
        _send("POST", url, {"transition": {"id": done["id"]}})


def _send(verb: str, url: str, body: dict[str, Any] | None) -> Any:
    request = urllib.request.Request(  # noqa: S310  the demo's own servers on this machine
        url,
        data=json.dumps(body).encode() if body is not None else None,
        method=verb,
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  as above
        raw = answer.read()
    return json.loads(raw) if raw else None


def _stay(store: Store, settings: Settings, place: Place) -> None:
    """Run worker and dashboard until the process is stopped."""
    scheduler = scheduled(jobs_for(store, settings), settings)
    scheduler.start()
    app = create_app(settings, store)
    server = waitress.create_server(app, host="127.0.0.1", port=place.web, **SERVER)
    say("   Close an issue in a sandbox: it shows on the dashboard within seconds.")
    say("   Stop with Ctrl-C; everything is kept in " + str(place.folder))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    over = threading.Thread(target=server.run, daemon=True)
    over.start()
    try:
        while over.is_alive():
            over.join(1)
    except KeyboardInterrupt:
        say("stopped")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough: the rest is tidying up
        server.close()
        scheduler.shutdown(wait=True)


def _free(usual: int) -> int:
    if _is_free(usual):
        return usual
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
