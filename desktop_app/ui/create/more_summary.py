"""What stands beside the folded settings: whatever is not left to the model."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.request import GenerationRequest


def more_summary(request: GenerationRequest) -> str:
    """Return "steps 40 · guidance 3.5 · PNG"; empty when all is as the model does it."""
    loras = len(request.loras)
    rewriting = {None: "", True: _tr("prompt rewritten"), False: _tr("prompt as written")}
    parts = (
        _tr("steps {steps}").format(steps=request.steps) if request.steps is not None else "",
        _tr("guidance {guidance}").format(guidance=f"{request.guidance:g}") if request.guidance is not None else "",
        rewriting[request.prompt_upsampling],
        request.output_format.value.upper() if request.output_format is not None else "",
        (_tr("LoRA") if loras == 1 else _tr("{count} LoRAs").format(count=loras)) if loras else "",
        _tr("negative prompt") if request.negative_prompt else "",
        _tr("unchecked") if not request.safety_checker else "",
    )
    return " · ".join(filter(None, parts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("MoreFold", text)
