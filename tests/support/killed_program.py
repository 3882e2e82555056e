"""The command line in a process of its own that dies by SIGKILL at a chosen moment; run as a module with its name."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def die(*_: Any, **__: Any) -> NoReturn:
    """Die as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def _then_die(function: Callable[..., Any]) -> Callable[..., Any]:
    def dying(*arguments: Any, **options: Any) -> NoReturn:
        function(*arguments, **options)
        die()

    return dying


def main(moment: str, arguments: list[str]) -> int:
    """Arrange the death and run the command line."""
    from desktop_app import cli
    from desktop_app.store import library, spool

    if moment == "answer whole":
        spool.SpoolFile.finish = _then_die(spool.SpoolFile.finish)  # type: ignore[method-assign]
    elif moment == "before picture":
        library.Library.save = die  # type: ignore[method-assign]
    elif moment == "before sidecar":
        vars(library)["write_sidecar"] = die
    elif moment == "after sidecar":
        library.Library.save = _then_die(library.Library.save)  # type: ignore[method-assign]
    else:
        assert moment == "by hand"
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
