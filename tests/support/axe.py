"""Looks for faults of a page with axe: also by the rule of WCAG 2.2 that it leaves off."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def examined(page: Page) -> AxeResults:
    """Return what axe finds on a page as it is shown now."""
    found: AxeResults = Axe().run(page, options=OPTIONS)
    return found
