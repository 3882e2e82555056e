"""The grammar of the command line, and which verb does what."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from desktop_app import __version__
from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.request import COUNT_MAX, SEED_MAX
from desktop_app.core.sizes import Size, parse_size

_EPILOG = """exit codes: 0 done, 2 bad usage, 3 refused by the provider, 4 outcome unknown (may have been billed),
5 no connection, 6 could not save. Without a verb the window opens."""


def run(arguments: Sequence[str]) -> int:
    """Run a verb and return its exit code; bad usage exits with 2."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    console = Console(sys.stdout, sys.stderr)
    verb: Callable[[argparse.Namespace, Console], int] = options.run
    try:
        code = int(verb(options, console))
    except KeyboardInterrupt:
        console.say("Cancelled.")
        return ExitCode.CANCELLED
    return ExitCode.NOT_SAVED if code == ExitCode.DONE and console.has_lost_results else code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sfumato", description="Pictures from words, saved in folders of your own.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"Sfumato {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _add_generate(verbs.add_parser("generate", help="make pictures, print where they are"))
    _add_models(verbs.add_parser("models", help="list the models, their prices and what they take"))
    _add_key(verbs.add_parser("key", help="set, test or remove the API key"))
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", type=_words, help="what the picture shows")
    parser.add_argument("--model", metavar="ID", type=_text, help="the model (see: sfumato models)")
    parser.add_argument("--size", metavar="WxH", type=_size, help="pixels, as 1344x768")
    parser.add_argument("--steps", metavar="N", type=_between(1, 1000), help="steps of the model")
    parser.add_argument("--seed", metavar="N", type=_between(0, SEED_MAX), help="the same seed repeats a picture")
    parser.add_argument(
        "-n", dest="count", metavar="N", type=_between(1, COUNT_MAX), default=1, help=f"pictures, 1 to {COUNT_MAX}"
    )
    parser.add_argument("--negative", metavar="TEXT", type=_text, default="", help="what the picture must not show")
    parser.add_argument(
        "--reference",
        metavar="PATH-or-URL",
        dest="references",
        action="append",
        default=[],
        help="a picture to work from; may be given several times",
    )
    parser.add_argument("--library", metavar="DIR", help="save there instead of into the library of the settings")
    parser.add_argument("--demo", action="store_true", help="paint with the demo engine: no AI, no key, no cost")
    parser.add_argument("--json", action="store_true", help="print one JSON object per picture: path, sidecar, record")
    parser.set_defaults(run=_generate)


def _add_models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    parser.set_defaults(run=_models)


def _add_key(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    setting = actions.add_parser("set", help="read a key from the terminal or stdin, test it, put it into the keyring")
    setting.add_argument("--untested", action="store_true", help="keep it even when it cannot be tested now")
    setting.add_argument("--session", action="store_true", help=argparse.SUPPRESS)
    setting.set_defaults(run=_key_set)
    actions.add_parser("test", help="ask the provider whether it accepts the key").set_defaults(run=_key_test)
    actions.add_parser("remove", help="take the key out of the keyring").set_defaults(run=_key_remove)


# Each verb imports what it needs when it is called: `models` must not wait for what only `generate` uses.


def _generate(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.generate import generate

    return generate(options, console)


def _models(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.models import list_models

    return list_models(options, console)


def _key_set(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.keys import set_key

    return set_key(options, console)


def _key_test(_options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.keys import try_key

    return try_key(console)


def _key_remove(_options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.keys import remove_key

    return remove_key(console)


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the prompt is empty")
    return _text(text)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Bytes that are no letters in the terminal's encoding; they could not be sent as they are.
        raise argparse.ArgumentTypeError("it holds bytes that are no text") from None
    return text


def _size(text: str) -> Size:
    try:
        return parse_size(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1024x768") from None


def _between(lowest: int, highest: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{value} is not between {lowest} and {highest}")
        return value

    return number
