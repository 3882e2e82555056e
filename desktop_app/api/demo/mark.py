"""The mark that stands in every picture of the demo engine."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageStat

from desktop_app.core.record import DEMO_MARK


def marked(image: Image.Image) -> Image.Image:
    """Return the picture with the mark in its lower right corner, small and legible on whatever is there."""
    font, box = _fitting_font(image.size)
    width, height = box[2] - box[0], box[3] - box[1]
    margin = max(4, round(font.size * 0.95))
    corner = (image.width - width - margin, image.height - height - margin)
    letters = Image.new("L", image.size)
    ImageDraw.Draw(letters).text((corner[0] - box[0], corner[1] - box[1]), DEMO_MARK, fill=255, font=font)
    image = _quietened(image, corner, margin)
    behind = image.crop((*corner, corner[0] + width, corner[1] + height)).convert("L")
    is_dark = ImageStat.Stat(behind).mean[0] < 150
    ink, halo = ((255, 255, 255), (0, 0, 0)) if is_dark else ((20, 18, 22), (255, 255, 255))
    blurred = letters.filter(ImageFilter.GaussianBlur(max(1.0, font.size * 0.16)))
    image = Image.composite(Image.new("RGB", image.size, halo), image, blurred.point(lambda value: min(150, value * 2)))
    return Image.composite(Image.new("RGB", image.size, ink), image, letters.point(lambda value: round(value * 0.88)))


def _quietened(image: Image.Image, corner: tuple[int, int], margin: int) -> Image.Image:
    """Return the picture with the corner blurred, so that letters which stand there already do not disturb."""
    left, top = max(0, corner[0] - margin), max(0, corner[1] - margin)
    patch = image.crop((left, top, image.width, image.height))
    mask = Image.new("L", patch.size)
    mask.paste(255, (margin // 2, margin // 2, patch.width, patch.height))
    image = image.copy()
    image.paste(
        patch.filter(ImageFilter.GaussianBlur(margin)), (left, top), mask.filter(ImageFilter.BoxBlur(margin / 3))
    )
    return image


def _fitting_font(size: tuple[int, int]) -> tuple[ImageFont.FreeTypeFont, tuple[int, int, int, int]]:
    """Return Pillow's own font at a size that suits the picture, and the box of the mark in it."""
    points = max(9.0, (size[0] * size[1]) ** 0.5 * 0.0195)
    while True:
        font = ImageFont.load_default(points)
        assert isinstance(font, ImageFont.FreeTypeFont)
        left, top, right, bottom = font.getbbox(DEMO_MARK)
        if right - left <= size[0] - 8 or points <= 5:
            return font, (int(left), int(top), int(right + 0.99), int(bottom + 0.99))
        points -= 0.5
