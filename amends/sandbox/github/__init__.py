"""The sandbox in GitHub's shape."""
