"""`sfumato models`: the table, the provider's list, and what is said of both."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app import cli
from desktop_app.cli.console import Console
from desktop_app.cli.model_table import table_lines
from desktop_app.core.catalogue import Availability, Parameter
from desktop_app.core.known_models import known_catalogue
from desktop_app.store.folders import user_folders
from tests.support.model_lists import RECORDED_MODELS, a_listed_model
from tests.support.server import MODELS

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

Captured = pytest.CaptureFixture[str]
FLUX = "black-forest-labs/FLUX.2-dev"


def ran(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["models", *arguments])
    out, err = capsys.readouterr()
    assert "tgp_" not in out + err
    return code, out, err


def row_of(out: str, model: str) -> list[str]:
    (line,) = [line for line in out.splitlines() if line.split()[0] == model]
    return line.split()


def as_json(capsys: Captured, *arguments: str) -> dict[str, Any]:
    code, out, _ = ran(capsys, "--json", *arguments)
    assert code == 0
    return {model["id"]: model for model in json.loads(out)}


def test_the_table_has_a_line_for_every_model(capsys: Captured) -> None:
    code, out, err = ran(capsys)

    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 1 + len(list(known_catalogue()))
    assert lines[0].split() == ["MODEL", "PRICE", "SIZES", "REFS", "TAKES"]
    schnell = row_of(out, "black-forest-labs/FLUX.1-schnell")
    assert schnell[1:4] == ["$0.0027/MP", "64-1792", "-"]
    assert "2026-08-17" in err
    assert "--refresh" in err
    assert "\u00a0" not in out


def test_every_parameter_has_a_word_in_the_row_that_takes_it(capsys: Captured) -> None:
    words = {
        Parameter.SEED: "seed",
        Parameter.STEPS: "steps",
        Parameter.GUIDANCE_SCALE: "guidance",
        Parameter.LORAS: "LoRA",
        Parameter.NEGATIVE_PROMPT: "negative",
        Parameter.PROMPT_UPSAMPLING: "upsampling",
        Parameter.OUTPUT_FORMAT: "format",
        Parameter.COUNT: "n",
        Parameter.SAFETY_CHECKER: "safety",
    }
    rows = {line.split()[0]: line for line in ran(capsys)[1].splitlines()}
    for profile in known_catalogue():
        takes = rows[profile.id].split(None, 4)
        for parameter, word in words.items():
            said = any(
                word in each.split() or word + "s" in each.split() for each in takes[-1].replace("?", "").split(",")
            )
            assert said == profile.takes(parameter), (profile.id, word)


@pytest.mark.parametrize("columns", [40, 80, 100, 120])
def test_the_last_column_wraps_to_the_terminal(columns: int) -> None:
    lines = table_lines(known_catalogue(), columns)
    start = lines[0].index("TAKES")
    assert all(len(line) <= max(columns, start + 16) for line in lines)
    told = " ".join(line[start:] for line in lines).split()
    assert told == " ".join(line[start:] for line in table_lines(known_catalogue(), None)).split()
    assert all(line.strip() for line in lines)


def test_only_a_terminal_has_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "100")
    assert Console(Terminal(), None).columns == 100
    assert Console(io.StringIO(), Terminal()).columns is None
    assert Console(None, None).columns is None


def test_json_tells_every_row_whole(capsys: Captured) -> None:
    models = as_json(capsys)

    assert list(models) == [profile.id for profile in known_catalogue()]
    kontext = models["black-forest-labs/FLUX.1-kontext-pro"]
    assert (kontext["references"], kontext["reference_field"], kontext["sizes"]["rule"]) == (1, "image_url", "shape")
    assert {model["sizes"]["rule"] for model in models.values()} == {"grid", "menu", "area", "shape"}
    flux = models[FLUX]
    assert flux["loras"] == known_catalogue().profile(FLUX).lora_count
    assert flux["guidance"]["lowest"] < flux["guidance"]["highest"]
    assert (flux["availability"], flux["usable"], flux["price"]["table_date"]) == ("known", True, "2026-08-17")
    assert flux["listed_on"] is None


def test_refresh_asks_marks_and_is_kept(capsys: Captured, live: LoopbackServer) -> None:
    live.models = [model for model in RECORDED_MODELS if model["id"] != FLUX] + [a_listed_model("someone/new-model")]

    code, out, err = ran(capsys, "--refresh")

    assert code == 0
    assert [request.path for request in live.requests] == [MODELS]
    assert live.requests[0].headers["authorization"] == "Bearer tgp_test_key"
    assert row_of(out, FLUX)[1] == "gone"
    assert row_of(out, "someone/new-model")[1:3] == ["new", "$0.04"]
    assert out.splitlines()[-1].split()[0] == FLUX
    assert "gone: " in err
    assert "new: " in err
    assert "refused: " not in err

    again = as_json(capsys)
    assert len(live.requests) == 1
    assert again[FLUX]["availability"] == Availability.VANISHED.value
    assert not again[FLUX]["usable"]
    assert again[FLUX]["listed_on"] is not None
    assert (user_folders().data / "models.json").is_file()


def test_markup_of_the_provider_is_printed_as_text_without_codes_for_the_terminal(
    capsys: Captured, live: LoopbackServer
) -> None:
    live.models = [
        *RECORDED_MODELS,
        a_listed_model("a/b", display_name="\x1b[31m<b>red</b>\u202e", organization="\x07x"),
        a_listed_model("a/\x1b[2J"),
    ]
    code, out, _ = ran(capsys, "--refresh", "--json")
    models = {model["id"]: model for model in json.loads(out)}
    assert (code, models["a/b"]["name"], models["a/b"]["organisation"]) == (0, "[31m<b>red</b>", "x")
    assert "\\u001b" not in out


@pytest.mark.parametrize(("status", "expected"), [(401, 3), (500, 3)])
def test_without_an_answer_the_kept_table_is_printed_all_the_same(
    capsys: Captured, live: LoopbackServer, status: int, expected: int
) -> None:
    live.refuse(status, path=MODELS)
    code, out, err = ran(capsys, "--refresh")
    assert code == expected
    assert "could not be fetched" in err
    assert row_of(out, FLUX)


def test_a_list_without_image_models_is_not_believed(capsys: Captured, live: LoopbackServer) -> None:
    live.models = [a_listed_model("x/y", type="chat")]
    code, out, err = ran(capsys, "--refresh")
    assert code != 0
    assert "could not be fetched" in err
    assert "gone" not in out


def test_offline_the_kept_list_is_printed(capsys: Captured, live: LoopbackServer) -> None:
    live.models = [*RECORDED_MODELS, a_listed_model("someone/new-model")]
    assert ran(capsys, "--refresh")[0] == 0
    live.close()

    code, out, err = ran(capsys, "--refresh")

    assert code == 5
    assert row_of(out, "someone/new-model")[1] == "new"
    assert "The provider's list of" in err


def test_without_a_key_nothing_is_asked(
    capsys: Captured, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", server.url)
    code, out, err = ran(capsys, "--refresh")
    assert code == 2
    assert "sfumato key set" in err
    assert server.requests == []
    assert row_of(out, FLUX)
