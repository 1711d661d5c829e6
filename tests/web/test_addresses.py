from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses import client_address, counted_address, safe_next

PROXIES = ("127.0.0.1", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("remote", "told", "found"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.1", "198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.1", "198.51.100.7", "10.1.1.1"], "198.51.100.7"),
        ("127.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("127.0.0.1", ["[2001:db8::1]:80"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("fe80::1%eth0", [], "fe80::1"),
        (None, ["198.51.100.7"], "unknown"),
        ("", [], "unknown"),
    ],
)
def test_an_address_is_what_the_last_trusted_proxy_saw(
    remote: str | None, told: list[str], found: str
) -> None:
    """What a stranger writes into the header is not looked at."""
    assert client_address(remote, told, PROXIES) == found


def test_without_the_setting_nobody_is_trusted() -> None:
    """Not even a proxy on this machine."""
    assert client_address("127.0.0.1", ["198.51.100.7"], ()) == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_is_counted_once(address: str, counted: str) -> None:
    """Whoever has one address of IPv6 has very many."""
    assert counted_address(address) == counted


@pytest.mark.parametrize("target", ["/", "/items?status=open&q=a%20b", "/incidents/3", "/a//b"])
def test_a_sign_in_leads_to_our_own_pages(target: str) -> None:
    """With what the address asked for."""
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "evil.example", "///evil.example", "/\t/evil.example", "/ä",
        "/\n/evil.example", "http:/evil.example", "/\x00", "http://[", "/" + "x" * 3000, " /items",
    ],
)  # fmt: skip
def test_a_sign_in_leads_nowhere_else(target: str | None) -> None:
    """Whatever browsers would take for another site leads to the first page."""
    assert safe_next(target) == "/"


@given(st.text())
def test_no_target_leaves_the_house(target: str) -> None:
    """The first sign is a stroke, and the second is none of either kind."""
    found = safe_next(target)

    assert found.startswith("/")
    assert found[1:2] not in {"/", "\\"}
