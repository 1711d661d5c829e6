"""From a configured target to its tracker: the one page that knows both providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.governing import Governor
from sync.pacing import STALE
from sync.providers.github import limits as github_limits
from sync.providers.github.client import Client as GitHubClient
from sync.providers.github.client import Login
from sync.providers.github.documents import GitHubDocuments
from sync.providers.github.tracker import GitHubTracker
from sync.providers.jira import limits as jira_limits
from sync.providers.jira.client import Client as JiraClient
from sync.providers.jira.tracker import JiraTracker
from tracker.domain.errors import BadSettings
from tracker.settings import credential_of, needed_secret, secret

if TYPE_CHECKING:
    from sync.governing import Gate
    from sync.ports import IssueTracker, Library
    from tracker.settings import Settings, Target
    from tracker.sources import DocumentSource
    from tracker.storage import Store

LIMITS = {"github": github_limits.limits, "jira": jira_limits.limits}


def gate_for(
    target: Target, settings: Settings, store: Store, name: str, *, planning: bool = False
) -> Governor:
    """Return what every request with the credentials of *target* passes, in every process.

    Raises BadSettings where a secret is missing.
    """
    times = settings.sync
    return Governor(
        store,
        f"{target.base_url} {credential_of(settings.folder, _login_told(target))}",
        LIMITS[target.provider](times.writes_per_minute),
        name,
        holds=times.request_timeout_seconds + STALE,
        planning=planning,
    )


def tracker_for(target: Target, settings: Settings, gate: Gate | None = None) -> IssueTracker:
    """Return the tracker of *target*, signed in by what the environment holds.

    Without a *gate*, its requests go at once and uncounted. Raises BadSettings where a secret
    is missing.
    """
    timeout = settings.sync.request_timeout_seconds
    if target.provider == "github":
        login = _github_login(target)
        name = f"target {target.name} (GitHub)"
        client = GitHubClient(target.base_url, login, timeout, name, gate)
        app = target.app_id is not None
        told = f"app {login.app_id} {login.installation_id}" if app else login.token
        return GitHubTracker(
            client,
            str(target.repository),
            target,
            credential=credential_of(settings.folder, told),
            app=app,
        )
    token = needed_secret(str(target.token_env), target.name)
    user = secret(target.user_env)
    name = f"target {target.name} (Jira)"
    jira = JiraClient(target.base_url, user, token, timeout, name, gate)
    return JiraTracker(
        jira,
        target.base_url,
        str(target.project),
        target,
        credential=credential_of(settings.folder, f"{user} {token}"),
    )


def library_for(source: DocumentSource, settings: Settings, gate: Gate | None = None) -> Library:
    """Return the repository of *source*, read as the target that lends its credentials.

    Raises BadSettings where a secret is missing.
    """
    target = settings.reader_of(source)
    timeout = settings.sync.request_timeout_seconds
    name = f"source {source.repository} (GitHub)"
    client = GitHubClient(target.base_url, _github_login(target), timeout, name, gate)
    return GitHubDocuments(client, str(source.repository), source.ref)


def _login_told(target: Target) -> str:
    """Return all by which *target* signs in."""
    if target.provider == "github":
        login = _github_login(target)
        return f"{login.token} {login.app_id} {login.installation_id}"
    return f"{secret(target.user_env)} {needed_secret(str(target.token_env), target.name)}"


def _github_login(target: Target) -> Login:
    if target.app_id is None:
        return Login(token=needed_secret(str(target.token_env), target.name))
    if target.installation_id is None or not target.private_key_env:
        raise BadSettings(
            f"target {target.name}: a GitHub App needs app_id, installation_id and private_key_env"
        )
    key = needed_secret(target.private_key_env, target.name)
    return Login(app_id=target.app_id, installation_id=target.installation_id, private_key=key)
