"""Picks the window or a verb of the command line; nothing else."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments of the process and return its exit code."""
    arguments = sys.argv[1:]
    from desktop_app.cli import is_for_command_line

    if is_for_command_line(arguments):
        from desktop_app import cli

        return cli.main(arguments)
    from desktop_app import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
