"""[[source]]: where postmortems are read from, on this machine or in a repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}$)[A-Za-z0-9_.-]+")


class Reader(Protocol):
    """A target, as far as its credentials read repositories."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def provider(self) -> str:
        """Which tracker it is."""

    @property
    def repository(self) -> str | None:
        """Its own repository."""

    @property
    def base_url(self) -> str:
        """Where it is."""


Some = TypeVar("Some", bound=Reader)


class DocumentSource(BaseModel):
    """[[source]]: where postmortems are read from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str | None = Field(default=None, min_length=1)
    repository: str | None = None
    ref: str | None = Field(default=None, min_length=1)
    target: str | None = None

    @field_validator("repository")
    @classmethod
    def _owned(cls, value: str | None) -> str | None:
        if value is not None and not REPOSITORY.fullmatch(value):
            raise ValueError(f'{value!r} is no repository; write "owner/name"')
        return value

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.repository is None and self.path is None:
            raise ValueError("a [[source]] names a path or a repository")
        if self.repository is None and (self.ref or self.target):
            raise ValueError("a [[source]] with a ref or a target names its repository too")
        if self.repository and ".." in (self.path or "").split("/"):
            raise ValueError(f"the path {self.path!r} leads out of {self.repository}")
        return self

    @property
    def inside(self) -> str:
        """Return the folder or file in the repository; empty means everything."""
        return "/".join(one for one in (self.path or "").split("/") if one not in {"", "."})


def reader_of(source: DocumentSource, targets: Sequence[Some]) -> Some:
    """Return the target that reads a repository: the named, the same one, or the first.

    Raises ValueError with a sentence where there is none.
    """
    if source.target is not None:
        named = next((one for one in targets if one.name == source.target), None)
        if named is None:
            raise ValueError(f"a [[source]] names the target {source.target}, which there is not")
        if named.provider != "github":
            raise ValueError(
                f"a [[source]] reads {source.repository} through the target {named.name}, "
                "which is no GitHub target"
            )
        return named
    ours = [one for one in targets if one.provider == "github"]
    if not ours:
        raise ValueError(
            f"a [[source]] reads {source.repository}, but there is no GitHub [[target]] "
            "whose token could do so"
        )
    wanted = str(source.repository).casefold()
    return next((one for one in ours if (one.repository or "").casefold() == wanted), ours[0])


def check(sources: Sequence[DocumentSource], targets: Sequence[Reader]) -> None:
    """Raise ValueError for a source that cannot be read, or whose documents would be mixed up."""
    seen: dict[str, tuple[str | None, str]] = {}
    for source in sources:
        if source.repository is None:
            continue
        here = (source.ref, reader_of(source, targets).base_url)
        if seen.setdefault(source.repository.casefold(), here) != here:
            raise ValueError(
                f"two [[source]] read {source.repository}, but not at the same ref and server; "
                "a document is kept once"
            )
