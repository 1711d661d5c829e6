"""The sandbox in Jira Cloud's shape."""
