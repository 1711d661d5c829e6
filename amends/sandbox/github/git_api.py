"""The routes of the GitHub sandbox for files: branches, commits, trees, contents.

Source: https://docs.github.com/en/rest/commits/commits, …/branches/branches, …/git/trees and
…/git/blobs (API version 2022-11-28)
"""

import re
from base64 import encodebytes
from itertools import islice
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, request

from amends.sandbox.github.api import both, listed, located, shapes
from amends.sandbox.github.git import Held, below, folders
from amends.sandbox.github.listing import paged
from amends.sandbox.github.records import Commit, Repository
from amends.sandbox.github.refusals import Refusal
from amends.sandbox.github.shapes import Json, instant, node_id

NAME = re.compile(r"[0-9a-f]{40}")

git_api = Blueprint("git", __name__)


@both("/commits", "GET", git_api)
def list_commits(**_: object) -> Response:
    """List the commits of a branch or tag, the newest first."""
    repository = located()
    found = shapes().hub.library.history(repository, request.args.get("sha"))
    path = request.args.get("path", "").strip("/")
    page = paged([one for one in found if _touches(repository, one, path)], request.args)
    return listed(page, lambda commit: _commit(repository, commit))


@both("/branches/<path:branch>", "GET", git_api)
def show_branch(branch: str, **_: object) -> Response:
    """Describe a branch with its newest commit."""
    repository = located()
    commit = shapes().hub.library.head(repository, f"heads/{branch}")
    mine = f"{_at(repository)}/branches/{branch}"
    return jsonify(
        {
            "name": branch,
            "commit": _commit(repository, commit),
            "_links": {
                "self": mine,
                "html": f"{shapes().url}/{repository.full_name}/tree/{branch}",
            },
            "protected": False,
            "protection": {"enabled": False},
            "protection_url": f"{mine}/protection",
        }
    )


@both("/git/trees/<path:tree>", "GET", git_api)
def show_tree(tree: str, **_: object) -> Response:
    """List a tree: its own entries, or with `recursive` (whatever it says) all below them."""
    repository = located()
    sha, files, folder = shapes().hub.library.tree(repository, tree)
    everything = folders(files)
    whole = "recursive" in request.args
    entries = list(below(everything, folder) if whole else everything[folder].items())
    most = cast("int", current_app.extensions["tree_limit"])
    return jsonify(
        {
            "sha": sha,
            "url": f"{_at(repository)}/git/trees/{sha}",
            "tree": [_entry(repository, path, held) for path, held in islice(entries, most)],
            "truncated": len(entries) > most,
        }
    )


@both("/git/blobs/<sha>", "GET", git_api)
def show_blob(sha: str, **_: object) -> Response:
    """Tell a content, in base64 with line ends as GitHub writes it."""
    repository = located()
    if not NAME.fullmatch(sha):
        raise Refusal(
            422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f]."
        )
    content = shapes().hub.library.content(sha)
    return jsonify(
        {
            "sha": sha,
            "node_id": f"B_{sha}",
            "size": len(content),
            "url": f"{_at(repository)}/git/blobs/{sha}",
            "content": encodebytes(content).decode(),
            "encoding": "base64",
        }
    )


def _touches(repository: Repository, commit: Commit, path: str) -> bool:
    """Return whether a commit changed something at a path, or anything where none is asked for."""
    if not path:
        return True
    library = shapes().hub.library
    before = library.head(repository, commit.parent).files if commit.parent else {}
    return _part(commit.files, path) != _part(before, path)


def _part(files: dict[str, Held], path: str) -> dict[str, Held]:
    return {one: held for one, held in files.items() if f"{one}/".startswith(f"{path}/")}


def _entry(repository: Repository, path: str, held: Held) -> Json:
    told: Json = {"path": path, "mode": held.mode, "type": held.kind, "sha": held.sha}
    if held.kind == "blob":
        told["size"] = shapes().hub.library.size(held.sha)
    where = {"blob": "blobs", "tree": "trees"}.get(held.kind, "commits")
    return told | {"url": f"{_at(repository)}/git/{where}/{held.sha}"}


def _commit(repository: Repository, commit: Commit) -> Json:
    mine = f"{_at(repository)}/commits/{commit.sha}"
    page = f"{shapes().url}/{repository.full_name}/commit"
    signed = {
        "name": commit.author,
        "email": f"{commit.author}@example.com",
        "date": instant(commit.at),
    }
    account = shapes().user(shapes().hub.account(commit.author))
    parents = [commit.parent] if commit.parent else []
    return {
        "sha": commit.sha,
        "node_id": node_id("C", commit.id),
        "commit": {
            "author": signed,
            "committer": signed,
            "message": commit.message,
            "tree": {"sha": commit.tree, "url": f"{_at(repository)}/git/trees/{commit.tree}"},
            "url": f"{_at(repository)}/git/commits/{commit.sha}",
            "comment_count": 0,
        },
        "url": mine,
        "html_url": f"{page}/{commit.sha}",
        "comments_url": f"{mine}/comments",
        "author": account,
        "committer": account,
        "parents": [
            {"sha": one, "url": f"{_at(repository)}/commits/{one}", "html_url": f"{page}/{one}"}
            for one in parents
        ],
    }


def _at(repository: Repository) -> str:
    return f"{shapes().root}/repos/{repository.full_name}"
