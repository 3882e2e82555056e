"""Draws the program's icon in all sizes and forms from `sfumato.svg`; needs PySide6 and Pillow."""

from __future__ import annotations

import io
import os
from pathlib import Path

SVG = Path(__file__).resolve().parents[1] / "resources" / "sfumato.svg"
SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES_PX = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path) -> Path:
    """Write `NNNxNNN/sfumato.png`, `sfumato.svg`, `sfumato.ico` and `sfumato.icns` into the folder, and return it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image

    pictures = {}
    for size_px in {*SIZES_PX, 1024}:
        pictures[size_px] = _png(size_px)
        if size_px in SIZES_PX:
            path = folder / f"{size_px}x{size_px}" / "sfumato.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pictures[size_px])
    (folder / "sfumato.svg").write_bytes(SVG.read_bytes())
    opened = {size_px: Image.open(io.BytesIO(data)) for size_px, data in pictures.items()}
    small = [opened[size_px] for size_px in WINDOWS_SIZES_PX if size_px != 256]
    sizes = [(size_px, size_px) for size_px in WINDOWS_SIZES_PX]
    opened[256].save(folder / "sfumato.ico", sizes=sizes, append_images=small)
    opened[1024].save(folder / "sfumato.icns", append_images=[opened[size] for size in (16, 32, 64, 128, 256, 512)])
    return folder


def _png(size_px: int) -> bytes:
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def alone() -> Path:
    """Draw them where the builds look for them."""
    return draw(SVG.parents[1] / "build" / "icons")
