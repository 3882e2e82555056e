"""The size rules of the known models: grids, menus and bands, each with where it is from."""

from __future__ import annotations

from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, Size


def _menu(text: str) -> MenuRule:
    """Read a menu from words like `1264x848`; a word that ends in `*` stands for its upright twin too."""
    sizes: list[Size] = []
    for word in text.split():
        width, height = (int(side) for side in word.rstrip("*").split("x"))
        sizes.append(Size(width, height))
        if word.endswith("*"):
            sizes.append(Size(height, width))
    return MenuRule(tuple(sizes))


FLUX_SCHNELL = GridRule(64, 1792)
"""As measured: 64 to 1792, else refused."""

FLUX_1_1 = GridRule(256, 1440, 32)
"""The maker's documentation; Together's is silent."""

FLUX_2 = GridRule(256, 2048)
"""The provider's own refusal; its documentation says up to 1920."""

STABLE_DIFFUSION = GridRule(256, 1536)

CAUTIOUS = GridRule(256, 1792)
"""For models of which nothing is known."""

SEEDREAM_3 = GridRule(512, 2048)

SEEDREAM_4 = _menu(
    "1024x1024 "
    "2048x2048 2304x1728* 2560x1440* 2496x1664* 3024x1296 "
    "4096x4096 4608x3456* 5120x2880* 4992x3328* 6048x2592"
)
"""The sizes that the maker recommends."""

SEEDREAM_5 = AreaRule(3_686_400, 10_404_496)
"""As another program found by asking; it takes steps of 8 pixels, which those of 16 are too."""

WAN = AreaRule(1_638_400, 2_073_600)
"""The band of the maker's documentation, 1280x1280 to 1440x1440; a refusal names one a little wider."""

QWEN_2 = GridRule(512, 2048)
"""Wholly inside the maker's band of areas, 512x512 to 2048x2048."""

IMAGEN = _menu("1024x1024 1408x768* 1280x896*")

GPT_IMAGE = _menu("1024x1024 1536x1024*")

IDEOGRAM_3 = _menu(
    "1024x1024 1152x864* 1120x896* 1248x832* 1280x800* 1312x736* 1344x768* 1408x704* 1536x640* 1536x512*"
)
"""The plain shapes of the maker's menu of 69 sizes."""

IDEOGRAM_4 = _menu("2048x2048")
"""The one size that is known to work; 1024x1024 is refused."""

NANO_BANANA = _menu("1024x1024 1248x832* 1184x864* 1152x896* 1344x768* 1536x672")

_GEMINI_1K = "1024x1024 1264x848* 1200x896* 1152x928* 1376x768* 1584x672"
_GEMINI_2K = "2048x2048 2528x1696* 2400x1792* 2304x1856* 2752x1536* 3168x1344"

GEMINI_3_PRO = _menu(f"{_GEMINI_1K} {_GEMINI_2K} 4096x4096 5096x3392* 4800x3584* 4608x3712* 5504x3072* 6336x2688")
"""The newest of Together's documents. Older ones name other numbers, and 5056x3392 in place of 5096x3392."""

GEMINI_3_1_LITE = _menu(f"{_GEMINI_1K} 2048x512* 3072x384*")
"""The fourteen sizes of a refusal."""

GEMINI_3_1 = _menu(
    "512x512 632x424* 600x448* 576x464* 688x384* "
    f"{_GEMINI_1K} 2048x512* 3072x384* {_GEMINI_2K} "
    "4096x4096 5056x3392* 4800x3584* 4608x3712* 5504x3072* 6336x2688"
)
"""The table of another program that sells the model; the sizes of about a megapixel are those of a refusal too."""
