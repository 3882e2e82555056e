"""The options of `sfumato generate`."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, RawDescriptionHelpFormatter
from functools import partial

from desktop_app.cli.budget_option import add_over_budget
from desktop_app.cli.lora_option import lora
from desktop_app.cli.option_values import (
    decimal,
    output_format,
    setting,
    size_wish,
    text,
    whole_number,
    words,
)
from desktop_app.core.request import COUNT_MAX, GUIDANCE_MAX, LORA_SCALE_MAX, SEED_MAX, STEPS_MAX

USAGE = "sfumato generate [options] PROMPT"
DESCRIPTION = """Make pictures and print where they are, one path a line.

What the model does not take is left out or changed, and told of on stderr. What no
option says is left to the preset, then to the model. What each model takes, and what
it costs: sfumato models."""

EPILOG = """examples:
  sfumato generate "a red fox in the snow" --size 16:9
  sfumato generate "a {animal} in {oils|chalk}" --set animal=hare -n 4
  sfumato generate "make it night" --reference fox.jpg --size reference
  sfumato generate "a harbour" --model black-forest-labs/FLUX.2-dev --lora owner/name=0.8"""

FORMATTER = partial(RawDescriptionHelpFormatter, max_help_position=26)


def add_generate_options(parser: ArgumentParser) -> None:
    """Add every option of the verb, in groups."""
    _add_prompt(parser)
    _add_model(parser)
    _add_picture(parser)
    _add_place(parser)


def _add_prompt(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("what to paint")
    group.add_argument(
        "prompt",
        metavar="PROMPT",
        type=words,
        help="what it shows; {a|b} is one of these and __name__ a line of the wildcard file name.txt, as the seed chooses",
    )
    group.add_argument(
        "--set",
        metavar="NAME=VALUE",
        dest="settings",
        action="append",
        type=setting,
        default=[],
        help="put VALUE for {NAME} in the prompt; may be given several times",
    )
    group.add_argument(
        "--negative", metavar="TEXT", dest="negative_prompt", type=text, help="what the picture must not show"
    )
    group.add_argument(
        "--reference",
        metavar="FILE-or-URL",
        dest="references",
        action="append",
        default=[],
        help="a picture to work from; may be given several times",
    )


def _add_model(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("the model and how it paints")
    group.add_argument("--model", metavar="ID", type=text, help="the model (see: sfumato models)")
    group.add_argument(
        "--preset", metavar="NAME", type=words, help="a model preset, own or built in; other options go before it"
    )
    group.add_argument("--steps", metavar="N", type=whole_number(1, STEPS_MAX), help="steps of the model")
    group.add_argument(
        "--guidance", metavar="X", type=decimal(0.0, GUIDANCE_MAX), help="how closely the prompt is followed"
    )
    group.add_argument(
        "--lora",
        metavar="ADDRESS[=SCALE]",
        dest="loras",
        action="append",
        type=lora,
        help=f"a LoRA, and how strongly it acts, 0 to {LORA_SCALE_MAX:g}; may be given several times",
    )
    group.add_argument(
        "--upsampling",
        dest="prompt_upsampling",
        action=BooleanOptionalAction,
        help="let the model rewrite the prompt, or not",
    )
    group.add_argument(
        "--safety-checker",
        action=BooleanOptionalAction,
        help="have the provider check the picture, or not",
    )


def _add_picture(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("the picture")
    group.add_argument(
        "--size",
        metavar="SIZE",
        type=size_wish,
        help="pixels as 1344x768, a shape as 16:9, reference for that of the reference, auto to leave it to the model",
    )
    group.add_argument(
        "--format", metavar="FORMAT", dest="output_format", type=output_format, help="of the file: jpeg or png"
    )
    group.add_argument(
        "--seed",
        metavar="N",
        type=whole_number(0, SEED_MAX),
        help="the same seed repeats a picture; of several, each takes the next",
    )
    group.add_argument(
        "-n", dest="count", metavar="N", type=whole_number(1, COUNT_MAX), help=f"pictures, 1 to {COUNT_MAX}"
    )


def _add_place(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("where and how")
    group.add_argument("--library", metavar="DIR", help="save there instead of into the library of the settings")
    group.add_argument("--demo", action="store_true", help="paint with the demo engine: no AI, no key, no cost")
    add_over_budget(group)
    group.add_argument("--json", action="store_true", help="print one JSON object per picture: path, sidecar, record")
