"""The prompt that is sent: chosen by the seed, from the lists, or not at all."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import RequestInvalid
from desktop_app.core.prompt_template import resolved
from desktop_app.engine.wildcards import prompt_resolver

LISTS = {"colour": ("red", "blue"), "empty": (), "loop": ("__loop__",), "open": ("a {name}",)}


def test_the_seed_chooses_as_everywhere_else() -> None:
    resolve = prompt_resolver(LISTS.get)
    prompts = [resolve("a __colour__ {fox|hare}", seed) for seed in range(50)]

    assert prompts == [resolved("a __colour__ {fox|hare}", seed, LISTS.get).prompt for seed in range(50)]
    assert set(prompts) == {"a red fox", "a red hare", "a blue fox", "a blue hare"}


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("__gone__", "unknown_list: gone"),
        ("__empty__", "empty_list: empty"),
        ("__loop__", "loop: loop"),
        ("__open__", "unfilled: name"),
        ("{name}", "unfilled: name"),
    ],
)
def test_a_prompt_that_stays_open_is_not_sent(prompt: str, said: str) -> None:
    with pytest.raises(RequestInvalid, match=said) as caught:
        prompt_resolver(LISTS.get)(prompt, 1)
    assert caught.value.field == "prompt"
