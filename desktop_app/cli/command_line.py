"""The grammar of the command line, and which verb does what."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from desktop_app import __version__
from desktop_app.cli import generate_grammar, queue_grammar, search_grammar
from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode

_EPILOG = """exit codes: 0 done, 2 bad usage, 3 refused by the provider, 4 outcome unknown (may have been billed),
5 no connection, 6 could not save, 7 held back by the month's budget. Without a verb the window opens."""


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
    _add_generate(
        verbs.add_parser(
            "generate",
            help="make pictures, print where they are",
            usage=generate_grammar.USAGE,
            description=generate_grammar.DESCRIPTION,
            epilog=generate_grammar.EPILOG,
            formatter_class=generate_grammar.FORMATTER,
        )
    )
    queue_grammar.add_queue_options(
        verbs.add_parser(
            "queue",
            help="list the jobs that wait or need you; retry, cancel or run them",
            usage=queue_grammar.QUEUE_USAGE,
            description=queue_grammar.QUEUE_DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        ),
        listed=_queue_list,
        retried=_queue_retry,
        cancelled=_queue_cancel,
        run=_queue_run,
    )
    queue_grammar.add_costs_options(
        verbs.add_parser(
            "costs",
            help="tell what pictures cost",
            description=queue_grammar.COSTS_DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        ),
        run=_costs,
    )
    search_grammar.add_search_options(
        verbs.add_parser(
            "search",
            help="find pictures in the library, print where they are",
            usage=search_grammar.SEARCH_USAGE,
            description=search_grammar.SEARCH_DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        ),
        run=_search,
    )
    verbs.add_parser("rebuild", help="make the index of the library anew from its files").set_defaults(run=_rebuild)
    _add_models(verbs.add_parser("models", help="list the models, their prices and what they take"))
    _add_key(verbs.add_parser("key", help="set, test or remove the API key"))
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    generate_grammar.add_generate_options(parser)
    parser.set_defaults(run=_generate)


def _add_models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--refresh", action="store_true", help="ask the provider for its list first")
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


def _queue_list(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.queue import list_jobs

    return list_jobs(options, console)


def _queue_retry(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.queue import retry_job

    return retry_job(options, console)


def _queue_cancel(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.queue import cancel_job

    return cancel_job(options, console)


def _queue_run(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.queue import run_queue

    return run_queue(options, console)


def _costs(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.costs import tell_costs

    return tell_costs(options, console)


def _search(options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.search import search

    return search(options, console)


def _rebuild(_options: argparse.Namespace, console: Console) -> int:
    from desktop_app.cli.rebuild import rebuild

    return rebuild(console)


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
