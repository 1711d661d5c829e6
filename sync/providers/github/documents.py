"""A GitHub repository as a place where documents lie.

One conditional request tells whether anything changed: the newest commit of the branch
(https://docs.github.com/en/rest/commits/commits#list-commits). Files are named by their content
(https://docs.github.com/en/rest/git/trees), so only what changed is read.
"""

from __future__ import annotations

import base64
from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from sync.errors import Refused
from sync.ports import Head, Listing, RemoteFile
from sync.transport import understood

if TYPE_CHECKING:
    from sync.providers.github.client import Client

SYMLINK = "120000"


class _Entry(BaseModel):
    path: str
    mode: str
    type: str
    sha: str = Field(pattern=r"^\w+$")
    size: int | None = None

    @property
    def is_file(self) -> bool:
        """Submodules are commits, and symbolic links are files of a mode of their own."""
        return self.type == "blob" and self.mode != SYMLINK


class _Tree(BaseModel):
    tree: list[_Entry]
    truncated: bool = False


class _Content(BaseModel):
    content: str
    encoding: str


class GitHubDocuments:
    """Reads a repository, at one branch or tag; one thread only."""

    def __init__(self, client: Client, repository: str, ref: str | None) -> None:
        self._client = client
        self._name = f"source {repository} (GitHub)"
        self._route = f"/repos/{repository}"
        self._ref = ref

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._client.requests

    def head(self, etag: str | None) -> Head | None:
        """Return the tree of the newest commit; None if that is what *etag* stands for."""
        query = {"per_page": "1"} | ({"sha": self._ref} if self._ref else {})
        try:
            reply = self._client.ask("GET", f"{self._route}/commits", query=query, etag=etag)
        except Refused as refused:
            if refused.status == HTTPStatus.CONFLICT:  # GitHub's answer for one without commits
                return Head(None)
            raise
        if reply.status == HTTPStatus.NOT_MODIFIED:
            return None
        with understood(self._name):
            return Head(str(reply.body[0]["commit"]["tree"]["sha"]), reply.headers.get("etag"))

    def listed(self, tree: str, *, whole: bool) -> Listing:
        """Return what is in a tree; submodules and symbolic links are no files."""
        query = {"recursive": "1"} if whole else {}
        body = self._client.ask("GET", f"{self._route}/git/trees/{tree}", query=query).body
        with understood(self._name):
            found = _Tree.model_validate(body)
        return Listing(
            {one.path: RemoteFile(one.sha, one.size) for one in found.tree if one.is_file},
            {one.path: one.sha for one in found.tree if one.type == "tree"},
            complete=not found.truncated,
        )

    def content(self, blob: str) -> bytes:
        """Return the content of a file."""
        body = self._client.ask("GET", f"{self._route}/git/blobs/{blob}").body
        with understood(self._name):
            found = _Content.model_validate(body)
            if found.encoding != "base64":
                raise ValueError(found.encoding)
            return base64.b64decode(found.content)
