"""`sfumato generate`: what it prints, what it says, what it sends, how it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from desktop_app.core.job import JobState
from desktop_app.resources import resource
from desktop_app.store.journal import Journal
from desktop_app.store.settings import SettingsFile
from tests.support.generate_verb import KONTEXT, SCHNELL, SMALL, Captured, ran
from tests.support.server import error_body

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer


def test_one_path_per_line(capsys: Captured, live: LoopbackServer, home: Path) -> None:
    code, out, err = ran(capsys, "a red fox", "-n", "3", *SMALL)

    assert code == 0
    paths = [Path(line) for line in out]
    assert len(set(paths)) == 3
    for path in paths:
        assert path.is_file()
        assert path.is_relative_to(home / "Pictures" / "Sfumato")
    assert "3 pictures by black-forest-labs/FLUX.2-dev, 256x256. Estimate: from $0.0462" in err
    assert "It was billed (about $0.0462)." in err
    assert "tgp_test_key" not in err
    assert {line.partition(":")[0] for line in err.splitlines() if line.startswith("Picture ")} == {
        f"Picture {place} of 3" for place in (1, 2, 3)
    }


def test_json_has_path_sidecar_and_record(capsys: Captured, live: LoopbackServer) -> None:
    code, out, _ = ran(capsys, "un café, 日本", "-n", "2", "--json", *SMALL, "--seed", "5", "--steps", "9")

    assert code == 0
    assert len(out) == 2
    check = Draft202012Validator(json.loads(resource("sidecar.schema.json").read_text("utf-8")))
    for line in out:
        told = json.loads(line)
        assert set(told) == {"path", "sidecar", "record"}
        assert json.loads(Path(told["sidecar"]).read_text("utf-8")) == told["record"]
        check.validate(told["record"])
        assert told["record"]["request"]["prompt"] == "un café, 日本"
    assert sorted(order.json["seed"] for order in live.orders()) == [5, 6]
    assert {order.json["steps"] for order in live.orders()} == {9}


def test_the_library_of_the_option_goes_before_the_settings(
    capsys: Captured, live: LoopbackServer, home: Path, tmp_path: Path
) -> None:
    settings = SettingsFile(home / ".config" / "sfumato" / "settings.json")
    settings.save(replace(settings.load(), library_folder=str(tmp_path / "set")))

    assert Path(ran(capsys, "fox", *SMALL)[1][0]).is_relative_to(tmp_path / "set")
    assert Path(ran(capsys, "fox", *SMALL, "--library", str(tmp_path / "given"))[1][0]).is_relative_to(
        tmp_path / "given"
    )


def test_without_a_key_the_demo_engine_paints_and_this_is_said(
    capsys: Captured, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", server.url)

    code, out, err = ran(capsys, "a red fox", *SMALL, "--json")

    assert code == 0
    assert "No API key is set, so the demo engine paints" in err
    assert "sfumato key set" in err
    assert json.loads(out[0])["record"]["mark"] == "demo, not AI"
    assert server.requests == []


@pytest.mark.parametrize("options", [("--demo",), ("--model", "sfumato/demo")])
def test_demo_sends_nothing_even_with_a_key(capsys: Captured, live: LoopbackServer, options: tuple[str, ...]) -> None:
    code, out, err = ran(capsys, "a red fox", *options, "--negative", "snow", *SMALL, "--json")

    assert code == 0
    assert json.loads(out[0])["record"]["request"]["negative_prompt"] == "snow"
    assert "Free of charge" in err
    assert live.requests == []


def test_what_a_model_does_not_take_is_said(capsys: Captured, live: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", "--size", "1000x500", "--negative", "snow", "--steps", "500", "--model", SCHNELL)

    assert code == 0
    assert "does not take 1000x500; using 1008x496" in err
    assert "does not take --negative; it is left out" in err
    assert "takes 12 steps at most" in err
    body = live.orders()[0].json
    assert (body["width"], body["height"], body["steps"]) == (1008, 496, 12)
    assert "negative_prompt" not in body


def test_an_unknown_model_is_tried_with_care(capsys: Captured, live: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", "--model", "new/model")

    assert code == 0
    assert "not in Sfumato's table" in err
    assert "The price is not known." in err
    assert set(live.orders()[0].json) == {"model", "prompt", "seed", "response_format"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("fox", "--size", "big"),
        ("fox", "--size", "9" * 400 + "x1"),
        ("bytes that are no text \udcff",),
        ("fox", "--negative", "\udcff"),
        ("fox", "-n", "5"),
        ("fox", "-n", "0"),
        ("fox", "--seed", "-1"),
        ("fox", "--seed", "2147483648"),
        ("fox", "--steps", "many"),
        ("fox", "--nonsense"),
    ],
)
def test_bad_usage(capsys: Captured, live: LoopbackServer, arguments: tuple[str, ...]) -> None:
    code, out, err = ran(capsys, *arguments)

    assert (code, out) == (2, [])
    assert "usage:" in err
    assert live.requests == []


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, 3, "did not accept the request"),
        (401, 3, "does not accept the API key"),
        (402, 3, "no credit left"),
        (403, 3, "may not use this model"),
        (404, 3, "not available"),
        (413, 3, "did not accept the request"),
        (422, 3, "safety check"),
        (500, 4, "server failed"),
    ],
)
def test_refusals(capsys: Captured, live: LoopbackServer, status: int, code: int, words: str) -> None:
    live.refuse(status, error_body("Said by the provider."))

    ended, out, err = ran(capsys, "fox", *SMALL)

    assert (ended, out) == (code, [])
    assert words in err
    assert f"(HTTP {status})" in err
    assert "The provider's words: Said by the provider." in err
    assert "Request id: oRefused-1" in err
    assert ("may have been billed" in err) == (status in {422, 500})
    assert ("Nothing was billed" in err) == (status not in {422, 500})
    assert "What to do: " in err


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("cut", "broke"),
        ("reset", "broke"),
        ("garbage", "cannot be read"),
        ("no_picture", "no picture"),
    ],
)
def test_outcomes_that_may_have_been_billed(capsys: Captured, live: LoopbackServer, script: str, words: str) -> None:
    getattr(live, script)()

    code, out, err = ran(capsys, "fox", *SMALL)

    assert (code, out) == (4, [])
    assert words in err
    assert "It may have been billed (about $0.0154)." in err
    assert len(live.orders()) == 1


@pytest.mark.parametrize("fault", ["refuse=500", "break=cut", "break=timeout", "break=bytes"])
def test_where_nothing_was_billed_no_account_is_to_be_looked_at(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setenv("SFUMATO_DEMO", fault)

    _, out, err = ran(capsys, "fox", "--demo", *SMALL)

    assert out == []
    assert "Nothing was billed." in err
    assert "What to do: Try again later." in err
    assert "account" not in err


@pytest.mark.parametrize("size", ["64x64", "5000x5000"])
def test_kontext_costs_a_megapixel_whatever_is_wished(capsys: Captured, live: LoopbackServer, size: str) -> None:
    _, _, err = ran(capsys, "fox", "--model", KONTEXT, "--size", size)

    assert "using 1024x1024" in err
    assert "Estimate: about $0.0419 (" in err
    assert live.orders()[0].json["aspect_ratio"] == "1:1"


def test_the_price_of_a_tiny_picture_is_a_number(capsys: Captured, live: LoopbackServer) -> None:
    _, _, err = ran(capsys, "fox", "--model", SCHNELL, "--size", "64x64")

    assert "Estimate: about $0.000011 (" in err


def test_no_connection(capsys: Captured, live: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", "https://nowhere.invalid")

    code, out, err = ran(capsys, "fox", *SMALL)

    assert (code, out) == (5, [])
    assert "Nothing was sent." in err
    assert "Nothing was billed." in err
    assert "no connection; trying again" in err


def test_could_not_save(capsys: Captured, live: LoopbackServer, tmp_path: Path) -> None:
    # Where the folder of the year should be, a file stands.
    library = tmp_path / "library"
    library.mkdir()
    (library / f"{datetime.now().astimezone():%Y}").write_text("no folder", encoding="utf-8")

    code, out, err = ran(capsys, "fox", *SMALL, "--library", str(library))

    assert (code, out) == (6, [])
    assert f"Where: {library}" in err
    assert "It was billed" in err
    assert "The answer is kept" in err

    code, out, err = ran(capsys, "hare", *SMALL)

    assert (code, len(out)) == (0, 1)
    assert "A picture of an earlier order, saved now: " in err
    assert "fox" in err.partition("saved now: ")[2]
    assert len(live.orders()) == 2


@pytest.mark.parametrize("options", [(), ("--library",)])
def test_without_a_place_for_pictures_none_is_ordered(
    capsys: Captured, live: LoopbackServer, home: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "drive").write_text("no folder", encoding="utf-8")
    library = tmp_path / "drive" / "library"
    settings = SettingsFile(home / ".config" / "sfumato" / "settings.json")
    settings.save(replace(settings.load(), library_folder="" if options else str(library)))

    code, out, err = ran(capsys, "fox", *options, *([str(library)] if options else []))

    assert (code, out) == (6, [])
    assert f"Where: {library}" in err
    assert live.requests == []


def test_a_library_that_is_named_is_made(capsys: Captured, live: LoopbackServer, tmp_path: Path) -> None:
    assert ran(capsys, "fox", *SMALL, "--library", str(tmp_path / "some" / "where" / "new"))[0] == 0


def test_what_was_told_and_cost_nothing_is_not_shown_again(capsys: Captured, live: LoopbackServer, home: Path) -> None:
    live.refuse(402)
    live.cut()
    ran(capsys, "fox", *SMALL)
    ran(capsys, "hare", *SMALL)

    journal = Journal(home / ".local" / "share" / "sfumato" / "journal.sqlite")
    (job,) = journal.jobs()
    journal.close()
    assert (job.request.prompt, job.state) == ("hare", JobState.UNKNOWN)


def test_the_gravest_of_several_failures_gives_the_code(capsys: Captured, live: LoopbackServer) -> None:
    live.answer()
    live.refuse(402)
    live.cut()

    code, out, err = ran(capsys, "fox", "-n", "4", *SMALL)

    assert code == 4
    assert len(out) == 2
    assert err.count("1 of 4 pictures: ") == 2


def test_a_base_url_or_a_demo_that_is_none_is_bad_usage(
    capsys: Captured, live: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SFUMATO_DEMO", "explode=1")
    code, _, err = ran(capsys, "fox", "--demo")
    assert code == 2
    assert "SFUMATO_DEMO" in err

    monkeypatch.delenv("SFUMATO_DEMO")
    monkeypatch.setenv("TOGETHER_BASE_URL", "ftp://x")
    assert ran(capsys, "fox")[0] == 2


def test_the_demo_can_be_told_to_refuse(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SFUMATO_DEMO", "refuse=402")

    code, _, err = ran(capsys, "fox", "--demo")

    assert code == 3
    assert "Nothing was billed." in err
