"""The files of the sandbox's repositories: contents, commits, branches and tags."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace

from amends.sandbox.github.git import FILE, Files, Held, folders, name_of, tree_name
from amends.sandbox.github.records import Commit, Content, Ref, Repository
from amends.sandbox.github.refusals import Refusal, not_found
from amends.sandbox.store import Shelf, Store
from tracker.clock import now

Change = bytes | Held | None


class Library:
    """Keeps files; every change of them is a commit."""

    def __init__(self, store: Store, repositories: Shelf[Repository]) -> None:
        self._store = store
        self._repositories = repositories
        self._contents = store.shelf("content", Content)
        self._commits = store.shelf("commit", Commit)
        self._refs = store.shelf("ref", Ref)

    def commit(
        self, repository: Repository, changes: Mapping[str, Change], author: str = "visitor"
    ) -> Commit:
        """Change files of the default branch: bytes are a content, None takes a file away."""
        with self._store.changing():
            branch = f"heads/{self._now(repository).default_branch}"
            ref = self._ref(repository, branch)
            last = self._commit(repository, ref.commit) if ref else None
            files: dict[str, Held] = dict(last.files) if last else {}
            for path, change in changes.items():
                held = self._stored(change)
                if held is None:
                    files.pop(path, None)
                else:
                    files[path] = held
            made = self._made(repository, files, last, author)
            self._commits.put(made.id, made)
            number = ref.id if ref else self._refs.next_number(1)
            self._refs.put(number, Ref(number, repository.id, branch, made.sha))
            return made

    def put(self, repository: Repository, path: str, content: bytes) -> Commit:
        """Write one file."""
        return self.commit(repository, {path: content})

    def delete(self, repository: Repository, *paths: str) -> Commit:
        """Take files away."""
        return self.commit(repository, dict.fromkeys(paths))

    def move(self, repository: Repository, old: str, new: str) -> Commit:
        """Give a file another path."""
        return self.commit(repository, {new: self.head(repository).files[old], old: None})

    def tag(self, repository: Repository, name: str) -> None:
        """Let a tag stand at the newest commit."""
        head = self.head(repository)
        with self._store.changing():
            ref = self._ref(repository, f"tags/{name}")
            number = ref.id if ref else self._refs.next_number(1)
            self._refs.put(number, Ref(number, repository.id, f"tags/{name}", head.sha))

    def rename_branch(self, repository: Repository, name: str) -> None:
        """Give the default branch another name."""
        with self._store.changing():
            known = self._now(repository)
            ref = self._ref(repository, f"heads/{known.default_branch}")
            if ref:
                self._refs.put(ref.id, replace(ref, name=f"heads/{name}"))
            self._repositories.put(known.id, replace(known, default_branch=name))

    def head(self, repository: Repository, name: str | None = None) -> Commit:
        """Return the commit that a branch, a tag or its own name leads to, or refuse."""
        if not any(ref.repository == repository.id for ref in self._refs.all()):
            raise Refusal(409, "Git Repository is empty.")
        wanted = (name or self._now(repository).default_branch).removeprefix("refs/")
        for place in (f"heads/{wanted}", f"tags/{wanted}", wanted):
            ref = self._ref(repository, place)
            if ref:
                return self._commit(repository, ref.commit)
        return self._commit(repository, wanted)

    def history(self, repository: Repository, name: str | None) -> Iterator[Commit]:
        """Yield a commit and those before it, the newest first."""
        one = self.head(repository, name)
        yield one
        while one.parent:
            one = self._commit(repository, one.parent)
            yield one

    def tree(self, repository: Repository, name: str) -> tuple[str, Files, str]:
        """Return the name of a tree, the files of a commit that has it, and where it is there."""
        try:
            commit = self.head(repository, name)
        except Refusal as refusal:
            if refusal.status != 404:  # noqa: PLR2004 — HTTP's Not Found
                raise
        else:
            return commit.tree, commit.files, ""
        for commit in self._commits.all():
            if commit.repository == repository.id:
                for folder, names in _trees(commit).items():
                    if names == name:
                        return name, commit.files, folder
        raise not_found()

    def content(self, sha: str) -> bytes:
        """Return a content by its name."""
        for one in self._contents.all():
            if one.sha == sha:
                return b64decode(one.text)
        raise not_found()

    def size(self, sha: str) -> int:
        """Return how many bytes a content has."""
        return next(one.size for one in self._contents.all() if one.sha == sha)

    def _stored(self, change: Change) -> Held | None:
        if not isinstance(change, bytes):
            return change
        sha = name_of("blob", change)
        if not any(one.sha == sha for one in self._contents.all()):
            number = self._contents.next_number(1)
            text = b64encode(change).decode()
            self._contents.put(number, Content(number, sha, len(change), text))
        return Held(FILE, sha)

    def _made(
        self, repository: Repository, files: dict[str, Held], last: Commit | None, author: str
    ) -> Commit:
        number = self._commits.next_number(1)
        made = Commit(
            id=number,
            repository=repository.id,
            sha="",
            tree=_root(files),
            parent=last.sha if last else None,
            author=author,
            message=f"Change {number}",
            at=now().replace(microsecond=0),
            files=files,
        )
        who = f"{author} <{author}@example.com> {int(made.at.timestamp())} +0000"
        parent = f"parent {made.parent}\n" if made.parent else ""
        text = f"tree {made.tree}\n{parent}author {who}\ncommitter {who}\n\n{made.message}"
        return replace(made, sha=name_of("commit", text.encode()))

    def _now(self, repository: Repository) -> Repository:
        return self._repositories.get(repository.id) or repository

    def _ref(self, repository: Repository, name: str) -> Ref | None:
        mine = (one for one in self._refs.all() if one.repository == repository.id)
        return next((one for one in mine if one.name == name), None)

    def _commit(self, repository: Repository, sha: str) -> Commit:
        for one in self._commits.all():
            if (one.repository, one.sha) == (repository.id, sha):
                return one
        raise not_found()


def _trees(commit: Commit) -> dict[str, str]:
    """Return the name of each folder's tree."""
    inner = folders(commit.files)
    found = {"": commit.tree}
    for folder, entries in inner.items():
        prefix = f"{folder}/" if folder else ""
        named = {prefix + name: held.sha for name, held in entries.items()}
        found |= {path: sha for path, sha in named.items() if path in inner}
    return found


def _root(files: Files) -> str:
    return tree_name(folders(files)[""])
