"""What every project of the Jira sandbox is made of: types, statuses, priorities, fields.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-fields/
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """Something with an id and a name."""

    id: str
    name: str


@dataclass(frozen=True)
class Category:
    """A status category: what a status means, whatever it is called."""

    id: int
    key: str
    name: str
    color: str


@dataclass(frozen=True)
class Status:
    """A status of the workflow, and the transition that leads to it from everywhere."""

    id: str
    name: str
    category: Category
    transition_id: str


@dataclass(frozen=True)
class Field:
    """A field of an issue: its place in forms, and how queries call it."""

    id: str
    name: str
    kind: str
    items: str | None = None
    settable: bool = False
    required: bool = False
    own: bool = False


NEW = Category(2, "new", "To Do", "blue-gray")
INDETERMINATE = Category(4, "indeterminate", "In Progress", "yellow")
FINISHED = Category(3, "done", "Done", "green")

TO_DO = Status("10000", "To Do", NEW, "11")
IN_PROGRESS = Status("3", "In Progress", INDETERMINATE, "21")
DONE = Status("10001", "Done", FINISHED, "31")
STATUSES = {status.id: status for status in (TO_DO, IN_PROGRESS, DONE)}
TRANSITIONS = {status.transition_id: status for status in STATUSES.values()}


def _by_id(first: int, *names: str) -> dict[str, Named]:
    """Number the names one after the other."""
    return {str(number): Named(str(number), name) for number, name in enumerate(names, first)}


PRIORITIES = _by_id(1, "Highest", "High", "Medium", "Low", "Lowest")
RESOLUTIONS = _by_id(10_000, "Done", "Won't Do", "Duplicate")
ISSUE_TYPES = _by_id(10_001, "Task", "Bug", "Story", "Epic")
MEDIUM, RESOLVED, EPIC = "3", "10000", "10004"

FIELDS = (
    Field("summary", "Summary", "string", settable=True, required=True),
    Field("issuetype", "Issue Type", "issuetype", settable=True, required=True),
    Field("project", "Project", "project", settable=True, required=True),
    Field("description", "Description", "string", settable=True),
    Field("priority", "Priority", "priority", settable=True),
    Field("assignee", "Assignee", "user", settable=True),
    Field("reporter", "Reporter", "user", settable=True),
    Field("labels", "Labels", "array", items="string", settable=True),
    Field("duedate", "Due date", "date", settable=True),
    Field("components", "Components", "array", items="component", settable=True),
    Field("creator", "Creator", "user"),
    Field("status", "Status", "status"),
    Field("statusCategory", "Status Category", "statusCategory"),
    Field("statuscategorychangedate", "Status Category Changed", "datetime"),
    Field("resolution", "Resolution", "resolution"),
    Field("resolutiondate", "Resolved", "datetime"),
    Field("created", "Created", "datetime"),
    Field("updated", "Updated", "datetime"),
    Field("comment", "Comment", "comments-page"),
)
NOT_NAVIGABLE = {"comment"}
