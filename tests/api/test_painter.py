"""What the painter promises: the same for the same, another for another, quick, marked, and edits that show."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image, ImageChops, ImageStat

from desktop_app.api.demo.mark import marked
from desktop_app.api.demo.order import PaintOrder
from desktop_app.api.demo.painter import _MOTIFS, paint, painted
from desktop_app.core.sizes import Size

SMALL = Size(192, 128)
PROMPTS = (
    "Layered hills at dusk",
    "Layered hills at dusk.",
    "layered hills at dawn",
    "Misty mountains over a still lake",
    "A pine forest in the rain",
    "Dunes under a crescent moon at night",
    "Ocean waves, an island, gulls",
    "Overlapping circles on cream paper",
    "Red silk",
    "Agate in teal and gold",
    "Wild flowers, coral and sage",
    "A city at midnight",
    "A violet planet",
    "Northern lights, aurora over snow",
    "日本の狐",
    "🦊",
    "quite another thing",
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_order_gives_the_same_bytes(prompt: str) -> None:
    order = PaintOrder(prompt, seed=4, size=SMALL, steps=9)
    assert paint(order) == paint(order)


def test_no_two_prompts_and_no_two_seeds_share_a_picture() -> None:
    pictures = {paint(PaintOrder(prompt, seed=seed, size=SMALL)) for prompt in PROMPTS for seed in (0, 1, 2**31 - 1)}
    assert len(pictures) == 3 * len(PROMPTS)


def test_blanks_around_a_prompt_make_it_another() -> None:
    assert len({paint(PaintOrder(prompt, size=SMALL)) for prompt in ("fox", " fox", "fox ", "fox\n")}) == 4


def test_steps_and_negative_prompt_count() -> None:
    orders = (
        PaintOrder("hills", size=SMALL),
        PaintOrder("hills", size=SMALL, steps=40),
        PaintOrder("hills", size=SMALL, negative_prompt="sun"),
    )
    assert len({paint(order) for order in orders}) == 3


def test_an_unwanted_word_is_not_painted() -> None:
    wanted = painted(PaintOrder("hills in red", size=SMALL))
    unwanted = painted(PaintOrder("hills in red", size=SMALL, negative_prompt="red"))
    assert ImageStat.Stat(wanted).mean[0] - ImageStat.Stat(wanted).mean[1] > (
        ImageStat.Stat(unwanted).mean[0] - ImageStat.Stat(unwanted).mean[1]
    )


def test_words_choose_the_light() -> None:
    def light(prompt: str) -> float:
        return ImageStat.Stat(painted(PaintOrder(prompt, size=SMALL)).convert("L")).mean[0]

    assert light("hills at night") + 40 < light("hills in summer, noon")


@pytest.mark.parametrize("words", [words.split()[0] for _, words in _MOTIFS])
@pytest.mark.parametrize("size", [Size(64, 64), Size(2048, 64), Size(64, 2048), Size(300, 201)], ids=str)
def test_every_motif_takes_every_shape(words: str, size: Size) -> None:
    picture = opened(paint(PaintOrder(f"{words} in the rain and snow", size=size, steps=50)))
    assert picture.size == (size.width, size.height)


@pytest.mark.parametrize("words", [words.split()[0] for _, words in _MOTIFS])
def test_a_megapixel_takes_well_under_a_second(words: str) -> None:
    order = PaintOrder(f"{words} with birds", size=Size(1024, 1024), steps=28)
    times = []
    for _ in range(3):
        before = time.thread_time()
        paint(order)
        times.append(time.thread_time() - before)
    assert min(times) < 1.5


@pytest.mark.parametrize("tone", ["black", "white", "grey", "#e0a458"])
@pytest.mark.parametrize("size", [(64, 64), (320, 200), (1024, 1024)])
def test_the_mark_is_legible_on_every_ground(tone: str, size: tuple[int, int]) -> None:
    plain = Image.new("RGB", size, tone)
    with_mark = marked(plain).convert("L")
    corner = with_mark.crop((size[0] // 3, size[1] * 3 // 4, *size))
    levels = [level for level, count in enumerate(corner.histogram()) if count]
    assert levels[-1] - levels[0] > 110
    upper = with_mark.crop((0, 0, size[0], size[1] // 2))
    assert difference(upper, plain.convert("L").crop((0, 0, size[0], size[1] // 2))) == 0


# Edits

_REFERENCE = paint(PaintOrder("Layered hills in summer, blue lake", seed=3, size=Size(240, 160)))
EDITS = (
    "turn it into a watercolour",
    "make it dusk",
    "at night",
    "gouache poster",
    "pencil sketch",
    "black and white",
    "monochrome",
    "mirror it",
    "invert",
    "mosaic",
    "dreamy haze",
    "do something else entirely",
    "teal and gold",
)


@pytest.mark.parametrize("prompt", EDITS)
def test_an_edit_is_seen_and_keeps_the_shape(prompt: str) -> None:
    picture = opened(paint(PaintOrder(prompt, references=(_REFERENCE,))))
    assert picture.size == (240, 160)
    assert difference(picture, opened(_REFERENCE)) > 4


def test_edits_differ_by_prompt_and_repeat_exactly() -> None:
    orders = [PaintOrder(prompt, references=(_REFERENCE,)) for prompt in EDITS]
    assert len({paint(order) for order in orders}) == len(EDITS)
    assert all(paint(order) == paint(order) for order in orders[:3])


def test_an_edit_shows_what_was_edited() -> None:
    other = paint(PaintOrder("Overlapping circles", size=Size(240, 160)))
    one, two = (opened(paint(PaintOrder("make it dusk", references=(each,)))) for each in (_REFERENCE, other))
    assert difference(one, two) > 10


def test_a_second_reference_lends_its_colours() -> None:
    red = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").point([n for _ in "x" for n in range(256)] + [0] * 512).save(red, "PNG")
    picture = opened(paint(PaintOrder("use the palette of image 2", references=(_REFERENCE, red.getvalue()))))
    mean = ImageStat.Stat(picture).mean
    assert mean[0] > mean[2] + 20


def test_an_edit_takes_the_asked_size() -> None:
    order = PaintOrder("make it dusk", size=Size(128, 192), references=(_REFERENCE,))
    assert opened(paint(order)).size == (128, 192)


def test_a_reference_is_turned_upright() -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (200, 100), "teal").save(file, "JPEG", exif=exif)
    assert opened(paint(PaintOrder("make it dusk", references=(file.getvalue(),)))).size == (100, 200)
