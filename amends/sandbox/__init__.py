"""Small local trackers in GitHub's and in Jira's shape, for the demo and for tests."""

from amends.sandbox.server import NotLoopback, Sandbox, serve
from amends.sandbox.store import StateInUse

__all__ = ["NotLoopback", "Sandbox", "StateInUse", "serve"]
