"""The command line: `amends`, also `python -m amends`."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from tracker.domain.errors import AmendsError

VERSION = "0.1.0"
ROOMS = {
    "init": "setup",
    "extract": "documents",
    "ingest": "documents",
    "incidents": "items",
    "incident": "incident",
    "items": "items",
    "item": "items",
    "sync": "syncing",
    "adopt": "adopting",
    "conflicts": "conflicts",
    "report": "report",
    "deliver": "deliver",
    "remind": "remind",
    "user": "users",
    "token": "tokens",
    "feed": "feeds",
    "serve": "setup",
    "worker": "syncing",
    "demo": "demo",
    "doctor": "doctor",
}


class Lazily(click.Group):
    """Loads a command when it is called: nobody waits for libraries that are not needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day's work."""
        del ctx
        return list(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called *cmd_name*."""
        del ctx
        if cmd_name not in ROOMS:
            return None
        room = import_module(f"amends.commands.{ROOMS[cmd_name]}")
        found: click.Command = next(one for one in room.COMMANDS if one.name == cmd_name)
        return found


@click.group(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", metavar="FILE", help="The configuration, instead of ./amends.toml.")
@click.version_option(VERSION, message="amends %(version)s")
@click.pass_context
def amends(context: click.Context, config: str | None) -> None:
    """Turn the promises in incident postmortems into tracked work, and show which were kept."""
    context.obj = config


def main() -> None:
    """Run the command line: exit 0 done, 1 some of it failed, 2 unusable arguments."""
    try:
        status = amends.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"amends: {error.format_message()}", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(130)
    except AmendsError as error:
        click.echo(f"amends: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    else:
        sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
