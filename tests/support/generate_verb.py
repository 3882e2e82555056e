"""The verb `generate` of the command line, run in this process."""

from __future__ import annotations

import pytest

from desktop_app import cli

Captured = pytest.CaptureFixture[str]

SMALL = ("--size", "256x256")
KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"
SCHNELL = "black-forest-labs/FLUX.1-schnell"


def ran(capsys: Captured, *arguments: str) -> tuple[int, list[str], str]:
    """Run the verb; return the exit code, the lines on stdout and the text on stderr."""
    code = cli.main(["generate", *arguments])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err
