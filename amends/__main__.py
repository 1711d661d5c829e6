"""The command line: `amends`, also `python -m amends`."""

from __future__ import annotations

import sys

import click

from amends.commands import demo, documents, items, report, setup, syncing
from tracker.domain.errors import AmendsError

VERSION = "0.1.0"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", metavar="FILE", help="The configuration, instead of ./amends.toml.")
@click.version_option(VERSION, message="amends %(version)s")
@click.pass_context
def amends(context: click.Context, config: str | None) -> None:
    """Turn the promises in incident postmortems into tracked work, and show which were kept."""
    context.obj = config


for group in (setup, documents, items, syncing, report, demo):
    for command in group.COMMANDS:
        amends.add_command(command)


def main() -> None:
    """Run the command line: exit 0 done, 1 some of it failed, 2 unusable arguments."""
    try:
        amends.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
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


if __name__ == "__main__":
    main()
