"""What `--lora` may say: an address, and how strongly the LoRA acts."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError

from desktop_app.cli.option_values import words
from desktop_app.core.lora_address import LoraProblem, checked
from desktop_app.core.request import LORA_SCALE_MAX, Lora

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)

_PROBLEMS = {
    LoraProblem.EMPTY: "it is empty",
    LoraProblem.NO_ADDRESS: "it is no address of a LoRA",
    LoraProblem.LOCAL_FILE: "a file of this computer cannot be used; it needs a web address",
    LoraProblem.NOT_HTTPS: "the address must begin with https",
    LoraProblem.PAGE: "it is a page about the LoRA, not the LoRA",
    LoraProblem.NO_LORA_FILE: "the link does not lead to a .safetensors file",
    LoraProblem.CREDENTIALS: "it holds a password or token, which would be kept with every picture",
}


def lora(given: str) -> Lora:
    """Return the LoRA, its address looked at as far as that can be done without asking anyone."""
    found = parse_lora(given)
    address = checked(found.path)
    if address.problem is not None:
        mended = f"; try {address.offered}" if address.offered else ""
        raise ArgumentTypeError(f"{_PROBLEMS[address.problem]}{mended}")
    return found


def parse_lora(given: str) -> Lora:
    """Read `ADDRESS` or `ADDRESS=SCALE`; the address is not looked at.

    What follows the last `=` is a scale when it is a number, unless it is the value of a pair in the address's own query
    (`…?version=2`); behind such a pair a scale can still stand (`…?version=2=0.8`). Raises
    ArgumentTypeError for a scale out of its range.
    """
    address, _, scale = words(given).strip().rpartition("=")
    pair = re.split(r"[?&]", address)
    is_own_query = len(pair) > 1 and "=" not in pair[-1]
    if not address or is_own_query or not _NUMBER.fullmatch(scale):
        return Lora(given.strip())
    if not 0 <= float(scale) <= LORA_SCALE_MAX:
        raise ArgumentTypeError(f"the scale {scale} is not between 0 and {LORA_SCALE_MAX:g}")
    return Lora(address, float(scale))
