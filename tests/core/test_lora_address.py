"""What kind of address a LoRA has, and how a wrong one is mended."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core.lora_address import LoraAddress, LoraKind, LoraProblem, checked

HF = "https://huggingface.co/owner/name"
CIVITAI = "https://civitai.com/api/download/models/1234"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("owner/name", LoraKind.HF_REPO),
        ("  owner/name.v1_2  ", LoraKind.HF_REPO),
        (HF, LoraKind.HF_REPO),
        (f"{HF}/", LoraKind.HF_REPO),
        (f"{HF}/resolve/main/style.safetensors", LoraKind.HF_FILE),
        (f"{HF}/resolve/main/deep/style.safetensors?download=true", LoraKind.HF_FILE),
        ("https://hf.co/owner/name/resolve/main/style.safetensors", LoraKind.HF_FILE),
        (CIVITAI, LoraKind.CIVITAI),
        (f"{CIVITAI}?type=Model&format=SafeTensor", LoraKind.CIVITAI),
        ("https://replicate.com/owner/name", LoraKind.REPLICATE),
        ("https://replicate.com/owner/name/versions/0123abcd", LoraKind.REPLICATE),
        ("https://cdn.example.com/files/style.safetensors?expires=1", LoraKind.DIRECT),
        ("HTTPS://CDN.example.com/STYLE.SafeTensors", LoraKind.DIRECT),
    ],
)
def test_an_address_that_works_is_known_for_what_it_is(address: str, kind: LoraKind) -> None:
    assert checked(address) == LoraAddress(kind)


@pytest.mark.parametrize(
    ("address", "problem", "offered"),
    [
        (f"{HF}/blob/main/a.safetensors", LoraProblem.PAGE, f"{HF}/resolve/main/a.safetensors"),
        (f"http{HF[5:]}/blob/main/a.safetensors", LoraProblem.PAGE, f"{HF}/resolve/main/a.safetensors"),
        (f"{HF}/tree/main", LoraProblem.PAGE, HF),
        ("https://civitai.com/models/12/film?modelVersionId=1234", LoraProblem.PAGE, CIVITAI),
        ("https://replicate.com/owner/name/train", LoraProblem.PAGE, "https://replicate.com/owner/name"),
        ("replicate.com/owner/name", LoraProblem.NOT_HTTPS, "https://replicate.com/owner/name"),
        ("huggingface.co/owner/name", LoraProblem.NOT_HTTPS, HF),
        ("http://example.com/a.safetensors", LoraProblem.NOT_HTTPS, "https://example.com/a.safetensors"),
    ],
)
def test_a_wrong_address_is_offered_mended(address: str, problem: LoraProblem, offered: str) -> None:
    found = checked(address)
    assert (found.problem, found.offered) == (problem, offered)
    assert checked(offered).is_right


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", LoraProblem.EMPTY),
        (" \n", LoraProblem.EMPTY),
        ("film grain", LoraProblem.NO_ADDRESS),
        ("film", LoraProblem.NO_ADDRESS),
        ("ftp://example.com/a.safetensors", LoraProblem.NO_ADDRESS),
        ("https://[/a.safetensors", LoraProblem.NO_ADDRESS),
        ("https://example.com:port/a.safetensors", LoraProblem.NO_ADDRESS),
        ("https://localhost/a.safetensors", LoraProblem.NO_ADDRESS),
        ("models/film.safetensors", LoraProblem.NO_ADDRESS),
        ("C:\\loras\\film.safetensors", LoraProblem.LOCAL_FILE),
        ("~/film.safetensors", LoraProblem.LOCAL_FILE),
        ("file:///film.safetensors", LoraProblem.LOCAL_FILE),
        ("https://example.com/film.zip", LoraProblem.NO_LORA_FILE),
        (f"{HF}/resolve/main/film.bin", LoraProblem.NO_LORA_FILE),
        ("https://huggingface.co/owner", LoraProblem.PAGE),
        ("https://civitai.com/models/12/film", LoraProblem.PAGE),
        ("https://replicate.com/owner", LoraProblem.PAGE),
        (f"{CIVITAI}?token=abc", LoraProblem.CREDENTIALS),
        ("http://me:word@example.com/a.safetensors", LoraProblem.CREDENTIALS),
        ("https://me:word@example.com/a.safetensors", LoraProblem.CREDENTIALS),
    ],
)
def test_what_cannot_be_mended_is_said(address: str, problem: LoraProblem) -> None:
    found = checked(address)
    assert (found.problem, found.offered) == (problem, "")


@given(st.one_of(st.text(), st.from_regex(r"https?://[^ ]*", fullmatch=True), st.text().map(lambda rest: HF + rest)))
@example("http://me:word@huggingface.co/a/b/blob/main/x.safetensors")
@example("https://huggingface.co/a/b/blob/main/x.safetensors\x00")
@example("https://[::1]:x/a.safetensors")
def test_any_text_is_taken_and_a_mended_address_is_right_or_nearer_to_it(text: str) -> None:
    found = checked(text)
    assert found.kind is not None or found.problem is not None
    if found.offered:
        mended = checked(found.offered)
        assert mended.kind is found.kind
        assert mended.problem is None
