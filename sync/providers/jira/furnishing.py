"""What a project asks of a new issue: looked up once, filled in from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import Missing, Refused
from sync.providers.jira.form import FormField, Unfit, field_in, filled, unknown_priorities
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sync.transport import Reply
    from tracker.issue_fields import IssueFields

PAGE = 200
MOST_PAGES = 20
USUAL_TYPE = "Task"
NEEDED = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ASSIGN_ISSUES", "TRANSITION_ISSUES")


class Furnishing:
    """Fills in components and custom fields; *ask* sends a request."""

    def __init__(self, ask: Callable[..., Reply], wanted: IssueFields, project: str) -> None:
        self._ask = ask
        self._wanted = wanted
        self._project = project
        self.usual = wanted.issue_type or USUAL_TYPE

    @property
    def types(self) -> list[str]:
        """Return the issue types that new issues may have."""
        return list(dict.fromkeys([self.usual, *self._wanted.kinds.values()]))

    def values(self, name: str, learned: dict[str, Any], account: str) -> dict[str, Any]:
        """Return what a new issue of a type gets besides its item's fields; raises Refused.

        The form is asked for once; again where the configuration does not fit it any more.
        """
        if not (self._wanted.components or self._wanted.custom_fields):
            return {}
        forms = dict(learned.get("forms") or {})
        held = forms.get(name)
        if held is not None:
            try:
                return self._filled([FormField.restored(one) for one in held], name, account)
            except Unfit:
                pass  # somebody may have changed the form meanwhile
        try:
            form = self._form(name)
        except Missing as missing:
            raise Refused(
                f"{self._project} does not describe its form for new issues, so components and "
                "custom_fields cannot be filled in; leave them out"
            ) from missing
        learned["forms"] = {**forms, name: [one.stored() for one in form]}
        try:
            return self._filled(form, name, account)
        except Unfit as unfit:
            raise Refused(str(unfit)) from unfit

    def troubles(self, account: str, priorities: Mapping[str, str]) -> list[str]:
        """Return what does not fit the project, each in a sentence."""
        found: list[str] = []
        try:
            for name in self.types:
                try:
                    form = self._form(name)
                    found += filter(
                        None, [unknown_priorities(form, priorities, where=self._where(name))]
                    )
                    self._filled(form, name, account)
                except (Unfit, Refused) as error:
                    found.append(str(error))
        except Missing:
            return []  # an old Data Center does not tell its forms
        return found

    def explained(self, refused: Refused, name: str) -> Refused:
        """Return a refusal in words that tell what to do about it."""
        advice = ""
        if "issuetype" in refused.fields:
            advice = f"; {name!r} is no issue type of {self._project}: correct issue_type or kinds"
        elif any(one.startswith("customfield_") or one == "components" for one in refused.fields):
            advice = "; give it a value in [target.custom_fields] or components"
        return Refused(f"{refused}{advice}", refused.fields, refused.body, refused.status)

    def _where(self, name: str) -> str:
        return f"{self._project} ({name})"

    def _filled(self, form: list[FormField], name: str, account: str) -> dict[str, Any]:
        return filled(form, self._wanted, account, where=self._where(name))

    def _form(self, name: str) -> list[FormField]:
        """Return the form for new issues of a type; raises Refused where there is no such type."""
        place = f"issue/createmeta/{self._project}/issuetypes"
        types = {str(one["name"]): str(one["id"]) for one in self._listed(place, "issueTypes")}
        number = next((n for one, n in types.items() if one.casefold() == name.casefold()), None)
        if number is None:
            listed = ", ".join(sorted(types))
            raise Refused(
                f"{self._project} has no issue type {name!r}; it has {listed}: correct "
                "issue_type or kinds in amends.toml"
            )
        return [field_in(one) for one in self._listed(f"{place}/{number}", "fields")]

    def _listed(self, path: str, member: str) -> Iterator[dict[str, Any]]:
        """Yield all pages of a list; Data Center calls its members `values`."""
        start = 0
        for _ in range(MOST_PAGES):
            query = {"startAt": str(start), "maxResults": str(PAGE)}
            answer = self._ask("GET", path, query=query).body
            with understood("Jira"):
                page = [dict(one) for one in answer.get(member) or answer.get("values") or []]
                total = int(answer.get("total") or 0)
            yield from page
            start += len(page)
            if not page or start >= total:
                return


def lacking_rights(ask: Callable[..., Reply], project: str) -> list[str]:
    """Return which permissions we lack in a project, each in a sentence."""
    query = {"projectKey": project, "permissions": ",".join(NEEDED)}
    try:
        told = ask("GET", "mypermissions", query=query).body.get("permissions") or {}
    except Missing:
        told = {}  # not every edition tells
    return [
        f"the account lacks {name} in {project}; give it that in its permission scheme"
        for name in NEEDED
        if name in told and not told[name].get("havePermission")
    ]
