"""Picks the window, a verb of the command line, the test by itself, or the part of a new version; nothing else."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments of the process and return its exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--take-place"]:
        from desktop_app.store.version_swap import main as take_place

        return take_place(arguments[1:])
    if arguments == ["--selftest"]:
        from desktop_app.selftest import main as test_itself

        return test_itself()
    from desktop_app import cli

    if cli.is_for_command_line(arguments):
        return cli.main(arguments)
    from desktop_app.app import main as open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
