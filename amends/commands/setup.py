"""`amends init` and `serve`: begin, and run the dashboard."""

from __future__ import annotations

import ipaddress
import signal
from typing import TYPE_CHECKING, Any

import click
import waitress

from amends.logs import begin_log, log_options
from amends.setting_out import complain, opened, say, settings_of
from tracker.domain.errors import BadInput, BadSettings
from tracker.settings import config_path, installation_secret, load
from tracker.storage import open_store
from web.app import create_app

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store

SKEW_SECONDS = 60
SERVER: dict[str, Any] = {
    "threads": 8,
    "ident": None,
    # what a proxy tells is judged by the pages: by [dashboard] trusted_proxies, or as a sign of one
    "clear_untrusted_proxy_headers": False,
}
PORT = click.IntRange(1, 65535)
TEMPLATE = """\
# Amends. What is left out stands at its default; every setting: docs/settings.md
# Secrets never stand here: *_env names a variable, or NAME_FILE a file that holds it.

[database]
url = "sqlite:///amends.db"             # or postgresql+psycopg://user@host/amends

[[source]]
path = "postmortems"                    # a folder or glob, from the folder of this file

# [[source]]
# repository = "acme/postmortems"       # on GitHub, read with the token of a GitHub target
# path = "2026"                         # a folder of it; left out: everything

# [[target]]
# name = "platform"
# provider = "github"
# repository = "acme/platform"
# base_url = "https://api.github.com"   # an Enterprise server: https://HOST/api/v3
# token_env = "GITHUB_TOKEN"
# label_prefix = "amends/"              # before our own labels; nobody else's are touched
# milestone = "Reliability"             # of every new issue; also: labels, issue_type, kinds
# template = "issue.j2"                 # the text of an issue; left out: the built-in one
# fields = { owner = "pull" }           # both (default), push, pull or off for each field

# [[target]]
# name = "ops"
# provider = "jira"
# base_url = "https://acme.atlassian.net"
# project = "OPS"
# issue_type = "Task"
# user_env = "JIRA_USER"                # Cloud: e-mail and API token; Data Center: token alone
# token_env = "JIRA_TOKEN"
# components = ["Backend"]              # of every new issue
# custom_fields = { "Customer impact" = "High" }

# [[route]]                             # the first that matches wins; else the first target
# owner = "@dba-team"                   # also: kind, priority, severity, service, path
# target = ["ops"]

# [policy]                              # days that items may take; left out: none
# assign_days = 5                       # until an item must have an owner
# extension_approver = true             # more time only with somebody's approval
# business_days = true                  # also: workdays, holidays = [2026-12-25]

# [[policy.rule]]                       # without rules of its own: these four
# severity = ["SEV0", "SEV1", "critical"]
# days = 15
# [[policy.rule]]
# severity = ["SEV2", "major"]
# days = 30
# [[policy.rule]]
# priority = ["P0", "P1"]
# days = 28
# [[policy.rule]]
# days = 56

[people]
# "@alice" = { github = "alice", jira = "5b10a2844c20165700ede21g", email = "alice@example.com" }

[report]
schedule = "mon 09:00"
timezone = "UTC"

# [[channel]]                           # where the report goes: smtp, slack, folder, git
# name = "directors"
# kind = "smtp"
# host = "smtp.example.com"
# user_env = "SMTP_USER"
# password_env = "SMTP_PASSWORD"
# from = "amends@example.com"
# to = ["leads@example.com"]

# [reminders]                           # one mail a person and day, by email of [people]
# channel = "directors"
"""


@click.command()
@click.pass_context
def init(context: click.Context) -> None:
    """Write a commented amends.toml, and create or upgrade the database."""
    given = context.find_root().obj
    path = config_path(given)
    if path.exists():
        load(str(path))
        say(f"{path} is there already and stays as it is.")
    else:
        try:
            path.write_text(TEMPLATE, encoding="utf-8")
        except OSError as error:
            raise BadSettings(f"{path} cannot be written: {error.strerror}") from error
        say(f"{path} written; name your postmortems and targets in it.")
    settings = load(str(path))
    installation_secret(settings.folder)
    open_store(settings.database_url).close()
    say("The database is ready. Next: amends ingest")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8300, show_default=True, type=PORT, help="At which port.")
@log_options
@click.pass_context
def serve(context: click.Context, host: str, port: int, form: str | None, verbose: bool) -> None:
    """Serve the dashboard."""
    settings = settings_of(context)
    begin_log(settings, form, verbose=verbose)
    near = _is_near(host)
    with opened(settings) as store:
        if not near:
            _check_openness(store, settings, host)
        app = create_app(settings, store, near=near)
        try:
            server = waitress.create_server(app, host=host, port=port, **SERVER)
        except OSError as error:
            raise BadInput(f"cannot listen on {host}:{port}: {error.strerror}") from error
        complain(f"Amends is at http://{host}:{port} (stop with Ctrl-C)")
        signal.signal(signal.SIGTERM, _end)
        try:
            server.run()
        finally:
            server.close()


def _end(number: int, frame: object) -> None:
    """End as if Ctrl-C were pressed: answers under way are finished, the database is closed."""
    del number, frame
    raise SystemExit(0)


def _is_near(host: str) -> bool:
    """Return whether only this machine reaches *host*, or raise BadInput where it is none."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise BadInput(f"{host!r} is no address to listen on") from error


def _check_openness(store: Store, settings: Settings, host: str) -> None:
    """Listen for others only where they must sign in; say it where passwords travel openly."""
    with store.reading() as work:
        accounts = work.accounts.any()
    if not accounts:
        raise BadInput(
            f"{host} would let anybody edit, as there is no account yet; make the first one with "
            "`amends user add NAME --role admin`, or listen on 127.0.0.1"
        )
    if not settings.dashboard.is_encrypted:
        complain(
            "Passwords travel unencrypted: put a proxy with TLS before it, and its address "
            "(https://...) into [dashboard] url"
        )


COMMANDS = (init, serve)
