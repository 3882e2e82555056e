"""`sfumato generate` with prompts that leave something open: placeholders, choices and word lists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.generate_verb import SMALL, Captured, ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer

COLOURS = ("blue", "green", "red")


@pytest.fixture
def colours(home: Path) -> Path:
    folder = home / ".config" / "sfumato" / "wildcards"
    folder.mkdir(parents=True)
    (folder / "colour.txt").write_text("\n".join(("# a list", *COLOURS)), encoding="utf-8")
    (folder / "empty.txt").write_text("# nothing", encoding="utf-8")
    return folder


def test_placeholders_are_filled_and_the_prompt_as_written_is_kept(capsys: Captured, live: LoopbackServer) -> None:
    written = "a {animal} in {place}, {animal}"

    code, out, err = ran(capsys, written, "--set", "animal=hare", "--set", "place=a=b", *SMALL, "--json")

    assert code == 0
    assert live.orders()[0].json["prompt"] == "a hare in a=b, hare"
    request = json.loads(out[0])["record"]["request"]
    assert (request["prompt"], request["template"]) == ("a hare in a=b, hare", written)
    assert "Picture 1 of 1: a hare" not in err


@pytest.mark.parametrize(
    ("prompt", "settings", "said"),
    [
        (
            "a {animal}",
            (),
            "{animal} in the prompt is not filled: add --set 'animal=…', or write \\{animal\\} to keep it",
        ),
        ("a {animal}", ("beast=fox",), "--set beast: there is no {beast} in the prompt; there is {animal}"),
        ("a fox", ("animal=fox",), "--set animal: there is no {animal} in the prompt."),
        ("a {animal}", ("animal=fox", "animal=hare"), "--set animal is given twice"),
        ("a {animal}", ("animal={kind}",), "{kind} in the prompt is not filled"),
        ("{animal}", ("animal= ",), "the prompt is empty"),
        ("a __size__ fox", (), "__size__ in the prompt: there is no "),
        ("a __empty__ fox", (), "empty.txt is empty"),
    ],
)
@pytest.mark.usefixtures("colours")
def test_what_stays_open_sends_nothing(
    capsys: Captured, live: LoopbackServer, prompt: str, settings: tuple[str, ...], said: str
) -> None:
    code, out, err = ran(capsys, prompt, *[each for setting in settings for each in ("--set", setting)])

    assert (code, out) == (2, [])
    assert err.startswith("sfumato generate: error: ")
    assert said in err
    assert live.requests == []


@pytest.mark.parametrize("prompt", ['{"scene": "a fox", "style": {"mood": "calm"}}', r"a \{fox\}", "a fox {} {1,2}"])
def test_braces_of_another_meaning_are_sent(capsys: Captured, live: LoopbackServer, prompt: str) -> None:
    assert ran(capsys, prompt, *SMALL)[0] == 0
    assert live.orders()[0].json["prompt"] == prompt.replace("\\", "")


@pytest.mark.usefixtures("colours")
def test_the_seed_chooses_and_each_picture_has_its_own(capsys: Captured, live: LoopbackServer) -> None:
    written = "a __colour__ {fox|hare} in {snow|rain|fog}"

    code, out, err = ran(capsys, written, *SMALL, "--seed", "5", "-n", "4", "--json")
    ran(capsys, written, *SMALL, "--seed", "6")

    assert code == 0
    sent = {order.json["seed"]: order.json["prompt"] for order in live.orders()[:4]}
    assert sorted(sent) == [5, 6, 7, 8]
    assert len(set(sent.values())) > 1
    assert live.orders()[4].json["prompt"] == sent[6]
    for line in out:
        request = json.loads(line)["record"]["request"]
        assert (request["template"], request["prompt"]) == (written, sent[request["seed"]])
        assert request["prompt"].split()[1] in COLOURS
    for place, prompt in enumerate((sent[seed] for seed in sorted(sent)), start=1):
        assert f"Picture {place} of 4: {prompt}\n" in err


def test_a_value_may_hold_choices(capsys: Captured, live: LoopbackServer) -> None:
    ran(capsys, "a {animal}", "--set", "animal={fox|hare}", *SMALL)

    assert live.orders()[0].json["prompt"] in {"a fox", "a hare"}


def test_a_list_whose_lines_stay_open_sends_nothing(capsys: Captured, live: LoopbackServer, colours: Path) -> None:
    (colours / "open.txt").write_text("a __nowhere__ fox", encoding="utf-8")

    code, out, err = ran(capsys, "__open__", *SMALL)

    assert (code, out) == (2, [])
    assert "nowhere" in err
    assert live.requests == []
