"""What a page can change, the API can change as well: one table holds them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.app import create_app
from web.needs import NEEDS, Need

if TYPE_CHECKING:
    from flask import Flask

    from tracker.settings import Settings
    from tracker.storage import Store

CHANGES = {
    "account.change_password": {"api_account.change_own_password"},
    "account.end_session": {"api_account.end_own_session"},
    "account.end_sessions": {"api_account.end_own_sessions"},
    "account.make_feed": {"api_account.make_own_feed"},
    "account.make_token": {"api_account.make_own_token"},
    "account.revoke_feed": {"api_account.revoke_own_feed"},
    "account.revoke_token": {"api_account.revoke_own_token"},
    "bring.fetch": {"api_drafts.bring_draft"},
    "bring.take": {"api_drafts.bring_draft"},
    "bulk.change": {"api_items.edit_items"},
    "drafts.change": {
        "api_drafts.change_draft", "api_drafts.accept_draft", "api_drafts.discard_draft",
        "api_drafts.retry_draft",
    },
    "items.accept": {"api_items.accept_item"},
    "items.choose": {"api_conflicts.choose_side"},
    "items.edit": {"api_items.edit_item"},
    "items.fail": {"api_items.edit_item"},
    "items.give_up": {"api_items.edit_item"},
    "items.keep": {"api_conflicts.keep_conflict"},
    "items.undo": {"api_conflicts.undo_conflict"},
    "items.verify": {"api_items.edit_item"},
    "restricting.change": {"api_access.change_access"},
    "review.decide": {"api_items.accept_item", "api_items.edit_item", "api_items.edit_items"},
    "sync.plan": {"api_sync.ask_for_plan"},
    "sync.retry": {"api_sync.retry_operation"},
    "sync.sync_now": {"api_sync.ask_for_sync"},
    "users.add": {"api_accounts.make_account"},
    "users.remove": {"api_accounts.remove_account"},
    "users.set_password": {"api_accounts.change_account"},
    "users.set_person": {"api_accounts.change_account"},
    "users.set_role": {"api_accounts.change_account"},
    "users.switch_off": {"api_accounts.change_account"},
    "users.switch_on": {"api_accounts.change_account"},
}  # fmt: skip
# browsers sign in, programs have tokens; trackers speak their own way
PAGES_ONLY = {"signing.sign_in", "signing.sign_out", "webhooks.receive"}
# a document is taken at its word, and an admin looks at others' tokens: the command line's deeds
API_ONLY = {"api_postmortems.bring_postmortem", "api_accounts.revoke_token_of_account"}
SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def app(settings: Settings, light_store: Store) -> Flask:
    """Return the dashboard; its addresses do not depend on the database's kind."""
    return create_app(settings, light_store)


def test_whatever_a_page_changes_the_api_changes_as_well(app: Flask) -> None:
    """Each address of pages that takes a form is named, with the operations that do the same."""
    changing = {one.endpoint for one in app.url_map.iter_rules() if (one.methods or set()) - SAFE}
    pages = {one for one in changing if not one.startswith("api_")}
    operations = {one for one in changing if one.startswith("api_")}

    assert pages - PAGES_ONLY == set(CHANGES)
    assert set().union(*CHANGES.values()) | API_ONLY == operations


def test_the_same_deed_asks_for_the_same_role() -> None:
    """Nobody may do through the API what pages refuse, nor the other way round."""
    different = {
        page: {one: NEEDS[one] for one in operations if NEEDS[one] is not NEEDS[page]}
        for page, operations in CHANGES.items()
    }

    assert {page: one for page, one in different.items() if one} == {}
    assert Need.READ not in {NEEDS[one] for one in CHANGES}
