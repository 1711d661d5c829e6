"""Who our issues are by: the account of a token, or the bot of an App.

Sources: https://docs.github.com/en/rest/users/users, https://docs.github.com/en/rest/apps/apps
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.transport import Reply


def account_of(ask: Callable[..., Reply], *, app: bool) -> dict[str, str]:
    """Return `account`, and `login` where lists can be asked for what it made.

    An App's issues are by the user `slug[bot]`, whose number is not the App's. That lists know
    this user as a creator is not documented, so its login is left out.
    """
    if not app:
        told = ask("GET", "/user").body
        return {"account": str(told["id"]), "login": str(told["login"])}
    slug = ask("GET", "/app", as_app=True).body["slug"]
    bot = ask("GET", f"/users/{quote(f'{slug}[bot]', safe='')}").body
    return {"account": str(bot["id"])}
