"""People name issues by the addresses they see; whatever is elsewhere is nobody's."""

from __future__ import annotations

import pytest

from sync.addresses import is_pull_request, name_in
from tracker.settings import Target

GITHUB = Target(name="p", provider="github", repository="acme/platform", token_env="T")
ENTERPRISE = Target(
    name="e",
    provider="github",
    repository="acme/platform",
    base_url="https://git.acme.example/api/v3",
    token_env="T",
)
CLOUD = Target(
    name="o", provider="jira", project="OPS", base_url="https://acme.atlassian.net", token_env="T"
)
CENTER = Target(
    name="c",
    provider="jira",
    project="OPS",
    base_url="https://jira.acme.example:8443/jira",
    token_env="T",
)


@pytest.mark.parametrize(
    ("target", "address", "name"),
    [
        (GITHUB, "https://github.com/acme/platform/issues/12", "12"),
        (GITHUB, "https://github.com/Acme/Platform/issues/12#issuecomment-7", "12"),
        (GITHUB, " http://www.github.com/acme/platform/issues/12/?x=1 ", None),
        (GITHUB, "https://www.github.com/acme/platform/issues/12/?x=1", "12"),
        (GITHUB, "https://api.github.com/repos/acme/platform/issues/12", "12"),
        (GITHUB, "acme/platform#12", "12"),
        (GITHUB, "acme/other#12", None),
        (GITHUB, "#12", None),
        (GITHUB, "https://github.com/acme/platform/pull/12", None),
        (GITHUB, "https://github.com/acme/platform/issues/new", None),
        (GITHUB, "https://github.com.evil.example/acme/platform/issues/12", None),
        (GITHUB, "https://git.acme.example/acme/platform/issues/12", None),
        (ENTERPRISE, "https://git.acme.example/acme/platform/issues/12", "12"),
        (ENTERPRISE, "https://git.acme.example/api/v3/repos/acme/platform/issues/12", "12"),
        (ENTERPRISE, "https://github.com/acme/platform/issues/12", None),
        (CLOUD, "https://acme.atlassian.net/browse/OPS-12", "OPS-12"),
        (CLOUD, "https://acme.atlassian.net/browse/ops-12?focusedId=1", "OPS-12"),
        (CLOUD, "https://acme.atlassian.net/projects/OPS/issues/OPS-12", "OPS-12"),
        (
            CLOUD,
            "https://acme.atlassian.net/jira/software/projects/OPS/boards/1?selectedIssue=OPS-12",
            "OPS-12",
        ),
        (CLOUD, "https://acme.atlassian.net/browse/SHOP-12", None),
        (CLOUD, "OPS-12", "OPS-12"),
        (CLOUD, "A-12", None),
        (CENTER, "https://jira.acme.example:8443/jira/browse/OPS-12", "OPS-12"),
        (CENTER, "https://jira.acme.example:8443/browse/OPS-12", None),
        (CENTER, "https://jira.acme.example/jira/browse/OPS-12", None),
        (CENTER, "https://[", None),
        (CENTER, "https://jira.acme.example:x/jira/browse/OPS-12", None),
    ],
)
def test_an_issue_is_known_by_its_addresses(target: Target, address: str, name: str | None) -> None:
    """Pages, the API and short names, with and without a prefix; never another host's."""
    assert name_in(address, target) == name


def test_a_pull_request_is_told_from_an_issue() -> None:
    """So that people hear why it is not adopted."""
    assert is_pull_request("https://github.com/acme/platform/pull/12/files")
    assert not is_pull_request("https://github.com/acme/platform/issues/12")
