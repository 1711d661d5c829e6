"""[[channel]]: where the weekly report goes, by mail, to a chat, into a folder or a repository."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.reminders import Reminders

PORTS = {"starttls": 587, "tls": 465, "none": 25}
ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


class _Channel(BaseModel):
    """What all channels share: a name, and how long one delivery may take in all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", max_length=60)
    timeout_seconds: float = Field(default=60, gt=0, le=600, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: object) -> object:
        """Call a channel without a name after its kind."""
        if isinstance(given, dict) and not given.get("name"):
            return {**given, "name": str(given.get("kind", ""))}
        return given

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not re.match(NAME, value):
            raise ValueError(f"{value!r} is no name; write letters, digits, dots and dashes")
        return value


class SmtpChannel(_Channel):
    """A mail server, and who gets the mail."""

    kind: Literal["smtp"]
    host: str = Field(pattern=r"^[A-Za-z0-9:._-]+$")
    port: int | None = Field(default=None, gt=0, lt=65536)
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: str | None = None
    user_env: str | None = None
    password_env: str | None = None
    allow_clear_password: bool = False
    sender: str = Field(alias="from")
    to: tuple[str, ...] = Field(min_length=1, max_length=100)

    @field_validator("sender")
    @classmethod
    def _sender(cls, value: str) -> str:
        return address(value)

    @field_validator("to")
    @classmethod
    def _recipients(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(address(one) for one in value))

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if (self.user_env is None) != (self.password_env is None):
            raise ValueError("user_env and password_env belong together; set both or neither")
        clear = self.encryption == "none" and self.user_env is not None
        if clear and not (self.allow_clear_password or is_near(self.host)):
            raise ValueError(
                'encryption = "none" would send the password in clear; write "starttls" or "tls", '
                "or allow_clear_password = true where the network is your own"
            )
        if self.encryption == "none" and self.ca_file is not None:
            raise ValueError('ca_file counts only with encryption = "starttls" or "tls"')
        return self

    @property
    def door(self) -> int:
        """Return the port, or the usual one of the encryption."""
        return self.port or PORTS[self.encryption]


class SlackChannel(_Channel):
    """An incoming webhook of Slack, or of a chat that takes the same; its address is a secret."""

    kind: Literal["slack"]
    url_env: str


class FolderChannel(_Channel):
    """A folder that gets the report as files; relative paths count from amends.toml."""

    kind: Literal["folder"]
    path: str = Field(min_length=1)


class GitChannel(_Channel):
    """The working copy of a Git repository that gets the report as a commit."""

    kind: Literal["git"]
    path: str = Field(min_length=1)
    folder: str = "reports"
    push: bool = False
    author: str = Field(
        default="Amends <amends@localhost>", pattern=r"^[^<>\n]+ <[^<>\s]+@[^<>\s]+>$"
    )

    @field_validator("folder")
    @classmethod
    def _inside(cls, value: str) -> str:
        parts = value.strip("/").split("/")
        if value.startswith("/") or ".." in parts or ".git" in map(str.lower, parts):
            raise ValueError(f"{value!r} is no folder inside the working copy; write reports")
        return value.strip("/") or "."


Channel = Annotated[
    SmtpChannel | SlackChannel | FolderChannel | GitChannel, Field(discriminator="kind")
]


def check_names(channels: Iterable[Channel]) -> None:
    """Raise ValueError where two channels bear one name: what was sent is kept by it."""
    names = [one.name for one in channels]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two channels are called {min(twice)}; give each a name of its own")


def check_reminders(
    reminders: Reminders, channels: Iterable[Channel], addresses: Mapping[str, str | None]
) -> None:
    """Raise ValueError where reminders go through what is no mail channel, or to nobody.

    *addresses* are those of [people].
    """
    mail = [one.name for one in channels if isinstance(one, SmtpChannel)]
    if reminders.channel is not None and reminders.channel not in mail:
        raise ValueError(
            f"[reminders] names the channel {reminders.channel!r}, which is no [[channel]] of "
            "kind smtp"
        )
    for name in filter(None, (reminders.fallback, *reminders.managers.values())):
        if not is_address(addresses.get(name) or ""):
            raise ValueError(f"[reminders] names {name}, who has no usable email in [people]")


def address(text: str) -> str:
    """Return a mail address, or raise ValueError with what to write."""
    if not is_address(text.strip()):
        raise ValueError(f"{text!r} is no mail address; write one such as leads@example.com")
    return text.strip()


def is_address(text: str) -> bool:
    """Return whether every mail server takes *text* for an address."""
    return ADDRESS.fullmatch(text) is not None


def is_near(host: str) -> bool:
    """Return whether *host* is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
