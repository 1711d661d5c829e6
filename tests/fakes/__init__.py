"""Trackers that fail as real ones do: a proxy with faults before the product's own sandboxes."""

from tests.fakes.calls import Call, Reply
from tests.fakes.proxy import Proxy, Rule

__all__ = ["Call", "Proxy", "Reply", "Rule"]
