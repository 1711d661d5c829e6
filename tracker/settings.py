"""Reads amends.toml and the environment, once; secrets come from the environment or files only."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets as randomness
import tomllib
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    field_validator,
    model_validator,
)

from tracker.channels import Channel, check_names, check_reminders
from tracker.dashboard import Dashboard
from tracker.domain.errors import BadSettings
from tracker.domain.schedules import DAYS, Weekly
from tracker.issue_fields import IssueFields
from tracker.policy import Policy, Terms
from tracker.refusing import sentence
from tracker.reminders import Reminders
from tracker.sources import DocumentSource, check, reader_of
from tracker.sync_times import SyncTimes

LAST_HOUR, LAST_MINUTE = 23, 59


class _Section(BaseModel):
    """What all sections share: unknown names are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """[database]: where everything is kept."""

    url: str = "sqlite:///amends.db"


class Target(IssueFields):
    """[[target]]: a place where issues live."""

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    provider: Literal["github", "jira"]
    base_url: str = "https://api.github.com"
    repository: str | None = Field(default=None, pattern=r"^[^/\s]+/[^/\s]+$")
    project: str | None = Field(default=None, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    token_env: str | None = None
    user_env: str | None = None
    app_id: int | None = None
    installation_id: int | None = None
    private_key_env: str | None = None
    webhook_secret_env: str | None = None
    adopt: Literal["links", "off"] = "links"

    @field_validator("base_url")
    @classmethod
    def _http(cls, value: str) -> str:
        HttpUrl(value)
        return value.rstrip("/")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.provider == "github" and not self.repository:
            raise ValueError('a GitHub target needs repository = "owner/name"')
        if self.provider == "jira" and not self.project:
            raise ValueError('a Jira target needs project = "KEY"')
        if self.provider == "jira" and "base_url" not in self.model_fields_set:
            raise ValueError("a Jira target needs its base_url")
        app = (self.app_id, self.installation_id, self.private_key_env)
        if self.provider == "github" and any(app):
            if not all(app):
                raise ValueError("an App needs app_id, installation_id and private_key_env")
        elif not self.token_env:
            raise ValueError("a target needs token_env, the name of a variable with its token")
        self.check(self.provider)
        return self


class Route(_Section):
    """[[route]]: which items go to which targets; what is absent matches everything."""

    owner: str | None = None
    kind: str | None = None
    priority: str | None = None
    severity: str | None = None
    service: str | None = None
    path: str | None = None
    target: tuple[str, ...] = Field(min_length=1)


class Person(_Section):
    """One of [people]: the same person under the names of each tracker."""

    github: str | None = None
    jira: str | None = None
    email: str | None = None
    team: str | None = None
    left: bool = False


class Report(_Section):
    """[report]: when the weekly report is made, and in which zone a week begins."""

    schedule: str = "mon 09:00"
    timezone: str = "UTC"
    folder: str = "reports"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(
                f"there is no time zone {value!r}; write one such as Europe/Berlin"
            ) from error
        return value

    @field_validator("schedule")
    @classmethod
    def _weekly(cls, value: str) -> str:
        day, _, clock = value.strip().lower().partition(" ")
        hour, colon, minute = clock.strip().partition(":")
        told = colon and hour.isdecimal() and minute.isdecimal() and len(minute) == len("00")
        if not told or int(hour) > LAST_HOUR or int(minute) > LAST_MINUTE:
            raise ValueError(f"{value!r} is no schedule; write one such as mon 09:00")
        if day not in DAYS:
            raise ValueError(f"{day!r} is no day; write mon, tue, wed, thu, fri, sat or sun")
        return f"{day} {int(hour):02}:{int(minute):02}"

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which days and weeks begin."""
        return ZoneInfo(self.timezone)

    @property
    def weekly(self) -> Weekly:
        """Return when the report of the week before is due."""
        return Weekly.written(self.schedule, self.zone)


class Log(_Section):
    """[log]: how the worker and the dashboard tell what they do."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning"] = "info"


class Settings(_Section):
    """All of amends.toml."""

    database: Database = Database()
    source: tuple[DocumentSource, ...] = ()
    target: tuple[Target, ...] = ()
    route: tuple[Route, ...] = ()
    people: dict[str, Person] = Field(default_factory=dict)
    report: Report = Report()
    sync: SyncTimes = SyncTimes()
    dashboard: Dashboard = Dashboard()
    channel: tuple[Channel, ...] = ()
    reminders: Reminders = Reminders()
    policy: Policy | None = None
    log: Log = Log()
    folder: Path = Path()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [target.name for target in self.target]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two targets are called {min(twice)}")
        check(self.source, self.target)
        check_names(self.channel)
        addresses = {name: person.email for name, person in self.people.items()}
        check_reminders(self.reminders, self.channel, addresses)
        for route in self.route:
            for name in route.target:
                if name not in names:
                    raise ValueError(f"a [[route]] names the target {name}, which there is not")
        return self

    @property
    def database_url(self) -> str:
        """Return the database's address; a relative SQLite file counts from amends.toml."""
        url = os.environ.get("AMENDS_DATABASE_URL") or self.database.url
        scheme, found, rest = url.partition(":///")
        if not found or not scheme.startswith("sqlite") or rest in {"", ":memory:"}:
            return url
        return f"{scheme}:///{(self.folder / rest).resolve()}"

    def target_named(self, name: str) -> Target | None:
        """Return the target called *name*."""
        return next((target for target in self.target if target.name == name), None)

    @property
    def terms(self) -> Terms | None:
        """Return what the policy asks of items; None without a policy."""
        return Terms(self.policy, self.report.zone) if self.policy else None

    @property
    def repositories(self) -> tuple[DocumentSource, ...]:
        """Return the sources that are repositories."""
        return tuple(source for source in self.source if source.repository)

    def reader_of(self, source: DocumentSource) -> Target:
        """Return the target whose credentials read the repository of *source*."""
        return reader_of(source, self.target)


def environment() -> dict[str, str]:
    """Return the environment, for programs that are started."""
    return dict(os.environ)


def config_path(given: str | None = None) -> Path:
    """Return where amends.toml is: as given, by AMENDS_CONFIG, or here."""
    return Path(given or os.environ.get("AMENDS_CONFIG") or "amends.toml")


def load(given: str | None = None) -> Settings:
    """Read the configuration; without a file, everything stands at its default.

    Raises BadSettings with one sentence where the file cannot be read or used.
    """
    path = config_path(given)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        if given or os.environ.get("AMENDS_CONFIG"):
            raise BadSettings(f"there is no {path}; make one with `amends init`") from error
        raw = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} is not TOML: {error}") from error
    except OSError as error:
        raise BadSettings(f"{path} cannot be read: {error.strerror}") from error
    if "folder" in raw:
        raise BadSettings(f"{path}: folder: there is no such setting")
    try:
        return Settings(**raw, folder=path.resolve().parent)
    except ValidationError as error:
        raise BadSettings(f"{path}: {sentence(error)}") from error


def database_url() -> str:
    """Return the address of the configured database."""
    return load().database_url


def secret(name: str | None) -> str | None:
    """Return the secret in the variable *name*, or in the file that NAME_FILE names."""
    if not name:
        return None
    value = os.environ.get(name)
    if value:
        return value.strip()
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{name}_FILE names {file}, which cannot be read") from error


def needed_secret(name: str, target: str) -> str:
    """Return the secret called *name*, or raise BadSettings with what to set."""
    value = secret(name)
    if not value:
        raise BadSettings(
            f"target {target}: {name} is not set; put the secret into that variable, "
            f"or its file's path into {name}_FILE"
        )
    return value


def installation_secret(folder: Path) -> str:
    """Return what this installation signs its markers with, made at the first call.

    AMENDS_SECRET (or AMENDS_SECRET_FILE) names it for several machines; else it lives in
    `amends.secret` beside amends.toml, readable by its owner only.
    """
    given = secret("AMENDS_SECRET")
    if given:
        return given
    path = folder / "amends.secret"
    if not path.exists():
        try:
            _make_secret(path)
        except OSError as error:
            raise BadSettings(
                f"{path} cannot be written ({error.strerror}); set AMENDS_SECRET instead"
            ) from error
    return _kept_secret(path)


def fingerprint_of(value: str) -> str:
    """Return by what a secret is recognised without being known."""
    return hashlib.sha256(b"amends" + value.encode()).hexdigest()[:16]


def credential_of(folder: Path, value: str) -> str:
    """Return by what a credential is told from another; without our own secret it tells nothing."""
    key = installation_secret(folder).encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:16]


def _make_secret(path: Path) -> None:
    """Write a new secret whole, unless another process was first."""
    draft = path.with_name(f".{path.name}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(randomness.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()


def _kept_secret(path: Path) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} cannot be read; set AMENDS_SECRET instead") from error
    if not value:
        raise BadSettings(f"{path} is empty; restore it from a backup, or set AMENDS_SECRET")
    return value
