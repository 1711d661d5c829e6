"""[dashboard]: under which address people reach the pages, and how long they stay signed in."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator

from tracker.domain.access import Lasting

YEAR = 366.0


class Dashboard(BaseModel):
    """[dashboard]: the pages' address and hosts, the proxies before them, a session's length."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    session_idle_hours: float = Field(default=72, gt=0, le=YEAR * 24, allow_inf_nan=False)
    session_days: float = Field(default=30, gt=0, le=YEAR, allow_inf_nan=False)

    @field_validator("url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None:
            HttpUrl(value)
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not one.strip(".") or not one.isprintable() or set(one) & set(" /@*?#\\"):
                raise ValueError(
                    f"{one!r} is no host; write amends.example.com, or .example.com for all below"
                )
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                ip_network(one)
            except ValueError as error:
                raise ValueError(
                    f"{one!r} is no address and no network; write 10.0.0.5 or 10.0.0.0/8"
                ) from error
        return value

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return by which names the pages are reached, beside those of this machine."""
        own = urlsplit(self.url or "").netloc.rpartition("@")[2]
        return (*self.allowed_hosts, own) if own else self.allowed_hosts

    @property
    def lasting(self) -> Lasting:
        """Return how long a session lasts."""
        idle, whole = timedelta(hours=self.session_idle_hours), timedelta(days=self.session_days)
        return Lasting(idle, whole)

    @property
    def is_encrypted(self) -> bool:
        """Return whether people reach the pages through TLS."""
        return (self.url or "").casefold().startswith("https://")
