"""The text that other programs of the field read."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.infotext import infotext
from tests.support.records import full_record


def test_every_setting_has_the_name_that_readers_know() -> None:
    settings = infotext(full_record()).splitlines()[-1]
    assert settings.startswith("Steps: 28, CFG scale: 7.5, Seed: 48213077, Size: 1024x1024, Model: ")
    assert 'Loras: "https://example.org/ink-wash.safetensors 0.85"' in settings
    assert "Template: hills under a {violet|amber} sky" in settings


def test_what_was_left_to_the_server_is_not_named() -> None:
    record = full_record()
    assert record.asked is not None
    plain = replace(record.asked, steps=None, guidance=None, loras=(), template="")
    settings = infotext(replace(record, asked=plain)).splitlines()[-1]
    assert settings.startswith("Steps: 0, Seed: ")
    assert not any(name in settings for name in ("CFG", "Loras", "Template"))


def test_a_template_of_several_lines_stays_in_the_last_one() -> None:
    record = full_record()
    assert record.asked is not None
    text = infotext(replace(record, asked=replace(record.asked, template='a "fox"\nSteps: 9')))
    assert text.splitlines()[-1].endswith(r'Template: "a \"fox\"\nSteps: 9"')
