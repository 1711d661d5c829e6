"""How the log is written: a line an event, for people or as JSON; no secret is ever in it."""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from amends.setting_out import tame
from tracker.domain.errors import BadSettings
from tracker.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tracker.settings import Settings

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
TOKENS = re.compile(r"amends_[0-9a-f]{8,}")  # of programs, and in the addresses of feeds
SHORTEST = 6  # what is shorter would strike out half of all words
TOLD = ("event", "target", "item", "key", "outcome", "job", "seconds", "requests", "error")


def log_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command how its log is written."""
    form = click.option(
        "--log", "form", type=click.Choice(["text", "json"]), help="Write the log in this form."
    )
    verbose = click.option(
        "-v", "--verbose", is_flag=True, help="Log what was left alone, too, link by link."
    )
    return form(verbose(command))


def begin_log(settings: Settings, form: str | None = None, *, verbose: bool = False) -> None:
    """Write what happens from now on to standard error, as [log] says unless told otherwise."""
    chosen = form or settings.log.format
    handler = Errors()
    secrets = _secrets_of(settings)
    handler.setFormatter(Lines(secrets) if chosen == "json" else Words(secrets))
    root = logging.getLogger()
    for former in [one for one in root.handlers if isinstance(one, Errors)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries tell of requests, and with them of much else
    logging.getLogger("amends").setLevel(LEVELS["debug" if verbose else settings.log.level])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Errors(logging.Handler):
    """Writes each line to standard error as it is then."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; who reads no more is no failure of ours."""
        try:
            click.echo(self.format(record), err=True)
        except OSError:
            self.handleError(record)


class Words(logging.Formatter):
    """A line for people: when, and what."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows below it."""
        return tame(without(super().format(record), self._secrets))


class Lines(logging.Formatter):
    """A JSON object a line: at, level, message, and what the event is about."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        clean = {name: self._clean(value) for name, value in told.items()}
        return json.dumps(clean, ensure_ascii=False)

    def _clean(self, value: Any) -> Any:
        return without(value, self._secrets) if isinstance(value, str) else value


def without(text: str, secrets: Collection[str]) -> str:
    """Return *text* with every secret struck out, whatever brought it there."""
    for one in secrets:
        text = text.replace(one, "[secret]")
    return TOKENS.sub("[secret]", text)


def _secrets_of(settings: Settings) -> list[str]:
    """Return what must never be written, the longest first."""
    names = {"AMENDS_SECRET", "AMENDS_METRICS_TOKEN"}
    for target in settings.target:
        named = (target.token_env, target.private_key_env, target.webhook_secret_env)
        names |= {name for name in named if name}
    for channel in settings.channel:  # of a webhook, the address is the secret
        held = (getattr(channel, "url_env", None), getattr(channel, "password_env", None))
        names |= {name for name in held if name}
    values = {urlsplit(settings.database_url).password or ""}
    for name in names:
        with suppress(BadSettings):  # whoever needs it says what is wrong with it
            values.add(secret(name) or "")
    values |= {line for value in values for line in value.splitlines()}
    values |= {urlsplit(value).path for value in values if value.startswith(("http:", "https:"))}
    return sorted((one for one in values if len(one) >= SHORTEST), key=len, reverse=True)
