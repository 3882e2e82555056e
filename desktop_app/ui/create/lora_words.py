"""What the check of a LoRA's address says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.lora_address import LoraAddress, LoraKind, LoraProblem


def problem_words(address: LoraAddress) -> str:
    """Return what is wrong with an address, in a sentence; empty for a right one and for none at all."""
    if address.problem is None or address.problem is LoraProblem.EMPTY:
        return ""
    if address.problem is LoraProblem.PAGE:
        return _page_words(address)
    words = {
        LoraProblem.NO_ADDRESS: _tr("Not an address of a LoRA."),
        LoraProblem.LOCAL_FILE: _tr("A file of this computer cannot be used. It needs a web address."),
        LoraProblem.NOT_HTTPS: _tr("The address must begin with https."),
        LoraProblem.NO_LORA_FILE: _tr("The link does not lead to a .safetensors file."),
        LoraProblem.CREDENTIALS: _tr("It holds a password or token, which would be kept with every picture."),
    }
    return words[address.problem]


def _page_words(address: LoraAddress) -> str:
    if address.offered:
        return _tr("This is a page about the LoRA, not the LoRA.")
    if address.kind is LoraKind.CIVITAI:
        return _tr("This is a page. Copy the link of its download button.")
    if address.kind is LoraKind.HF_REPO:
        return _tr("This is not a repository. Its address ends in owner/name.")
    return _tr("This is a page. The address of a model ends in owner/name.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("LoraWords", text)
