"""From a prompt as written to the prompt that is sent, by the seed and a person's word lists."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.errors import RequestInvalid
from desktop_app.core.prompt_template import Lists, resolved


def prompt_resolver(lists: Lists) -> Callable[[str, int], str]:
    """Return a function of prompt and seed that chooses everywhere; it reads files where `lists` does.

    It raises RequestInvalid, with the kind of the problem and the name that it is about, for a prompt that stays open.
    """

    def resolve(prompt: str, seed: int) -> str:
        outcome = resolved(prompt, seed, lists)
        if outcome.problems:
            problem = outcome.problems[0]
            raise RequestInvalid(f"{problem.kind.value}: {problem.name}".rstrip(": "), field="prompt")
        return outcome.prompt

    return resolve
