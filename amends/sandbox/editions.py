"""Which edition of a tracker a sandbox is: in the cloud or one's own server, and with which App."""

from dataclasses import dataclass

HOUR = 3600


@dataclass(frozen=True)
class App:
    """A GitHub App where it is installed; its tokens end after *token_seconds*."""

    id: int
    installation: int
    slug: str
    public_key: str
    token_seconds: int = HOUR

    @property
    def login(self) -> str:
        """The name of the user that its issues are by."""
        return f"{self.slug}[bot]"


@dataclass(frozen=True)
class Edition:
    """*server*: GitHub Enterprise Server or Jira Data Center."""

    server: bool = False
    app: App | None = None


CLOUD, SERVER = Edition(), Edition(server=True)
