"""What each address asks of its visitor; an address that is not named here is refused."""

from __future__ import annotations

from enum import Enum

from tracker.domain.access import Role


class Need(Enum):
    """What a page asks of its visitor.

    OWN_PROOF: neither an account nor a form's token, as the page has a rule of its own.
    PERSON: somebody who is signed in with a browser, in whatever role.
    """

    NOTHING = "nothing"
    OWN_PROOF = "own proof"
    READ = Role.VIEWER
    EDIT = Role.EDITOR
    MANAGE = Role.ADMIN
    PERSON = "person"


NEEDS = {
    "account.change_password": Need.PERSON,
    "account.end_session": Need.PERSON,
    "account.end_sessions": Need.PERSON,
    "account.make_token": Need.PERSON,
    "account.revoke_token": Need.PERSON,
    "account.show": Need.PERSON,
    "api_access.change_access": Need.EDIT,
    "api_access.show_access": Need.EDIT,
    "api_api.show_description": Need.NOTHING,
    "api_api.show_health": Need.NOTHING,
    "api_api.show_problem": Need.NOTHING,
    "api_conflicts.choose_side": Need.EDIT,
    "api_conflicts.keep_conflict": Need.EDIT,
    "api_conflicts.list_conflicts": Need.READ,
    "api_conflicts.show_conflict": Need.READ,
    "api_conflicts.undo_conflict": Need.EDIT,
    "api_incidents.list_incident_documents": Need.READ,
    "api_incidents.list_incident_history": Need.READ,
    "api_incidents.list_incident_items": Need.READ,
    "api_incidents.list_incident_timeline": Need.READ,
    "api_incidents.list_incidents": Need.READ,
    "api_incidents.show_incident": Need.READ,
    "api_incidents.show_revision": Need.READ,
    "api_items.accept_item": Need.EDIT,
    "api_items.edit_item": Need.EDIT,
    "api_items.edit_items": Need.EDIT,
    "api_items.list_item_history": Need.READ,
    "api_items.list_item_links": Need.READ,
    "api_items.list_items": Need.READ,
    "api_items.show_item": Need.READ,
    "api_owners.list_owners": Need.READ,
    "api_postmortems.bring_postmortem": Need.EDIT,
    "api_reports.list_reports": Need.READ,
    "api_reports.show_report": Need.READ,
    "api_search.search_everything": Need.READ,
    "api_sync.ask_for_sync": Need.EDIT,
    "api_sync.list_operations": Need.READ,
    "api_sync.list_targets": Need.READ,
    "api_sync.show_sync": Need.READ,
    "assets.stylesheet": Need.NOTHING,
    "bring.fetch": Need.EDIT,
    "bring.index": Need.READ,
    "bring.take": Need.EDIT,
    "bulk.change": Need.EDIT,
    "items.listed": Need.READ,
    "drafts.change": Need.EDIT,
    "drafts.show": Need.READ,
    "drafts.text": Need.READ,
    "health.healthz": Need.NOTHING,
    "incidents.by_name": Need.READ,
    "incidents.index": Need.READ,
    "incidents.show": Need.READ,
    "incidents.text": Need.READ,
    "items.accept": Need.EDIT,
    "items.by_name": Need.READ,
    "items.choose": Need.EDIT,
    "items.edit": Need.EDIT,
    "items.fail": Need.EDIT,
    "items.give_up": Need.EDIT,
    "items.index": Need.READ,
    "items.keep": Need.EDIT,
    "items.show": Need.READ,
    "items.undo": Need.EDIT,
    "items.verify": Need.EDIT,
    "metrics.metrics": Need.OWN_PROOF,
    "reports.download": Need.READ,
    "reports.index": Need.READ,
    "reports.show": Need.READ,
    "restricting.change": Need.EDIT,
    "restricting.show": Need.EDIT,
    "review.decide": Need.EDIT,
    "review.index": Need.READ,
    "search.index": Need.READ,
    "signing.ask": Need.NOTHING,
    "signing.sign_in": Need.NOTHING,
    "signing.sign_out": Need.NOTHING,
    "static": Need.NOTHING,
    "sync.index": Need.READ,
    "sync.plan": Need.EDIT,
    "sync.retry": Need.EDIT,
    "sync.sync_now": Need.EDIT,
    "users.add": Need.MANAGE,
    "users.index": Need.MANAGE,
    "users.remove": Need.MANAGE,
    "users.set_password": Need.MANAGE,
    "users.set_person": Need.MANAGE,
    "users.set_role": Need.MANAGE,
    "webhooks.receive": Need.OWN_PROOF,
}
