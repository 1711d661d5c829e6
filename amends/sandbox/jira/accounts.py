"""Who is who in the Jira sandbox: Cloud knows an opaque account id only, Data Center a name."""

from amends.sandbox.people import Cast

PREFIX = "sandbox:"


def account_id(login: str) -> str:
    """Return the account id of somebody in a Jira sandbox, as settings must name it."""
    return PREFIX + login


def login_of(cast: Cast, account: object) -> str | None:
    """Return whose account id this is, or None."""
    known = {account_id(login): login for login in cast.logins}
    return known.get(account) if isinstance(account, str) else None
