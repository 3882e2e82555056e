"""The options of `sfumato search`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable

from desktop_app.cli.console import Console
from desktop_app.cli.option_values import text
from desktop_app.core.gallery_order import SortBy

SEARCH_USAGE = """sfumato search [--order ORDER] [--reverse] [--limit N] [--library FOLDER] [--json | -0] [QUERY …]"""

SEARCH_DESCRIPTION = """Find pictures in the library and print where they are, the newest first. On a terminal their date,
rating, model and prompt stand beside. Everything in the query must hold:

  fox snow                 words, of which the beginning is enough, in prompt, negative prompt, tags, note, title,
                           model and file name; any piece of a text in scripts without spaces
  "red fox"  -snow         a phrase of whole words; what must not be there
  model:flux  tag:animals  seed:42  collection:Book  prompt:"the very same"  size:1024x768  size:square
  rating:>=4  cost:>0.1  date:2026-11..  date:today  size:>=2048
  is:edit, generated, imported, demo, picked, rejected, rated or duplicate
  has:reference, note, title, tag, collection or negative
  sha:4f1c…  batch:ID  job:ID  similar:UUID

Put the query into single quotes for the shell, and -- before one that begins with a minus."""

ORDERS = tuple(each.value for each in SortBy)

Verb = Callable[[Namespace, Console], int]


def add_search_options(parser: ArgumentParser, *, run: Verb) -> None:
    """Add the options of `search`."""
    parser.add_argument("query", metavar="QUERY", nargs="*", type=text, help="what to find; all pictures without one")
    parser.add_argument(
        "--order", choices=ORDERS, default=SortBy.DATE.value, help="what the order goes by; date without"
    )
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--limit", metavar="N", type=count, help="no more than so many")
    parser.add_argument("--library", metavar="FOLDER", help="another library than that of the settings")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print one JSON object per picture")
    forms.add_argument("-0", "--null", action="store_true", help="end each path with a zero byte, for xargs -0")
    parser.set_defaults(run=run)


def count(given: str) -> int:
    """Return a number of pictures, one or more."""
    if not (given.isascii() and given.isdigit() and int(given)):
        raise ArgumentTypeError(f"{given!r} is no number of pictures; write it as 20")
    return int(given)
