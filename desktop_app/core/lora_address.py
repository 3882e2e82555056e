"""Where a LoRA is: what kind of address a text is, what is wrong with it, and how it would be right.

The kinds are those of Together's documentation of LoRA: a repository of Hugging Face or a file in it by its `/resolve/`
link, a download link of CivitAI, a model or version of Replicate, or any link to a `.safetensors` file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

_HUGGING_FACE, _CIVITAI, _REPLICATE = "huggingface.co", "civitai.com", "replicate.com"
_HOSTS = {"hf.co": _HUGGING_FACE}
_FILE_SUFFIX = ".safetensors"
_REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_LOCAL = re.compile(r"(?:[A-Za-z]:[\\/]|[\\/~]|\.{1,2}[\\/]|file:)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_SECRETS = ("token", "api_key", "apikey", "access_token")
_REPO_PARTS = 2
_PAGES_OF_REPO = frozenset({"tree", "discussions", "commits", "edit", "raw"})


class LoraKind(Enum):
    """Who keeps the LoRA, and how the address names it."""

    HF_REPO = "hf_repo"
    HF_FILE = "hf_file"
    CIVITAI = "civitai"
    REPLICATE = "replicate"
    DIRECT = "direct"


class LoraProblem(Enum):
    """Why an address will not work."""

    EMPTY = "empty"
    NO_ADDRESS = "no_address"
    LOCAL_FILE = "local_file"
    NOT_HTTPS = "not_https"
    PAGE = "page"
    """A page about the LoRA, not the LoRA."""
    NO_LORA_FILE = "no_lora_file"
    """A link to something that is not a `.safetensors` file."""
    CREDENTIALS = "credentials"
    """It holds a password or token, which would be kept with every picture."""


@dataclass(frozen=True, slots=True)
class LoraAddress:
    """What is known of an address without asking anyone; `offered` is a mended one, empty where there is none."""

    kind: LoraKind | None
    problem: LoraProblem | None = None
    offered: str = ""

    @property
    def is_right(self) -> bool:
        """Say whether nothing is known that speaks against it."""
        return self.problem is None


def checked(address: str) -> LoraAddress:
    """Say what an address is, and what is wrong with it. Any text is taken; spaces around it do not count."""
    text = address.strip()
    if not text:
        return LoraAddress(None, LoraProblem.EMPTY)
    if _LOCAL.match(text):
        return LoraAddress(None, LoraProblem.LOCAL_FILE)
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return LoraAddress(None, LoraProblem.NO_ADDRESS)
    if _is_repo(text):
        return LoraAddress(LoraKind.HF_REPO)
    if "://" in text:
        return _checked_url(text)
    whole = _checked_url(f"https://{text}")
    if whole.kind is None:
        return LoraAddress(None, LoraProblem.NO_ADDRESS)
    return _offering(whole, LoraProblem.NOT_HTTPS, f"https://{text}")


def _is_repo(text: str) -> bool:
    """Say whether a text is `owner/name`; `replicate.com/flux` and the like are the beginning of a link."""
    if not _REPO.fullmatch(text) or text.endswith(_FILE_SUFFIX):
        return False
    return _host_name(text.partition("/")[0]) not in {_HUGGING_FACE, _CIVITAI, _REPLICATE}


def _checked_url(text: str) -> LoraAddress:
    try:
        url = urlsplit(text)
        host = _host_name(url.hostname or "")
        is_whole = url.port is None or url.port > 0
        has_secret = bool(url.username or url.password) or not parse_qs(url.query).keys().isdisjoint(_SECRETS)
    except ValueError:
        return LoraAddress(None, LoraProblem.NO_ADDRESS)
    if url.scheme.lower() not in {"https", "http"} or not (is_whole and _HOST.fullmatch(host)):
        return LoraAddress(None, LoraProblem.NO_ADDRESS)
    found = _of_host(url, host)
    if has_secret:
        return LoraAddress(found.kind, LoraProblem.CREDENTIALS)
    if url.scheme.lower() == "http":
        return _offering(found, LoraProblem.NOT_HTTPS, f"https{text[4:]}")
    return found


def _offering(found: LoraAddress, problem: LoraProblem, mended: str) -> LoraAddress:
    """Name one problem, and offer what mends it and whatever else is wrong."""
    if found.is_right:
        return LoraAddress(found.kind, problem, mended)
    return found


def _host_name(host: str) -> str:
    name = host.lower().removeprefix("www.")
    return _HOSTS.get(name, name)


def _of_host(url: SplitResult, host: str) -> LoraAddress:
    if host == _HUGGING_FACE:
        return _hugging_face(url)
    if host == _CIVITAI:
        return _civitai(url)
    if host == _REPLICATE:
        return _replicate(url)
    if url.path.lower().endswith(_FILE_SUFFIX):
        return LoraAddress(LoraKind.DIRECT)
    return LoraAddress(LoraKind.DIRECT, LoraProblem.NO_LORA_FILE)


def _parts(url: SplitResult) -> list[str]:
    return [part for part in url.path.split("/") if part]


def _hugging_face(url: SplitResult) -> LoraAddress:
    parts = _parts(url)
    repo = "/".join(parts[:_REPO_PARTS])
    if not _REPO.fullmatch(repo):
        return LoraAddress(LoraKind.HF_REPO, LoraProblem.PAGE)
    if len(parts) == _REPO_PARTS:
        return LoraAddress(LoraKind.HF_REPO)
    verb = parts[_REPO_PARTS]
    if verb in {"blob", "resolve"} and not url.path.lower().endswith(_FILE_SUFFIX):
        return LoraAddress(LoraKind.HF_FILE, LoraProblem.NO_LORA_FILE)
    if verb == "resolve":
        return LoraAddress(LoraKind.HF_FILE)
    if verb == "blob":
        path = "/".join(["", repo, "resolve", *parts[_REPO_PARTS + 1 :]])
        return LoraAddress(LoraKind.HF_FILE, LoraProblem.PAGE, f"https://{_HUGGING_FACE}{path}")
    offered = f"https://{_HUGGING_FACE}/{repo}" if verb in _PAGES_OF_REPO else ""
    return LoraAddress(LoraKind.HF_REPO, LoraProblem.PAGE, offered)


def _civitai(url: SplitResult) -> LoraAddress:
    if re.fullmatch(r"/api/download/models/[0-9]+/?", url.path):
        return LoraAddress(LoraKind.CIVITAI)
    version = parse_qs(url.query).get("modelVersionId", [""])[0]
    offered = f"https://{_CIVITAI}/api/download/models/{version}" if re.fullmatch("[0-9]+", version) else ""
    return LoraAddress(LoraKind.CIVITAI, LoraProblem.PAGE, offered)


def _replicate(url: SplitResult) -> LoraAddress:
    path = url.path.rstrip("/")
    if re.fullmatch(r"/[\w.-]+/[\w.-]+(?:/versions/[0-9a-f]+)?", path, re.ASCII):
        return LoraAddress(LoraKind.REPLICATE)
    model = re.match(r"/[\w.-]+/[\w.-]+(?=/)", path, re.ASCII)
    offered = urlunsplit(("https", _REPLICATE, model.group(), "", "")) if model else ""
    return LoraAddress(LoraKind.REPLICATE, LoraProblem.PAGE, offered)
