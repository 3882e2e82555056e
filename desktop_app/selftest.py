"""`sfumato --selftest`: tries every part that a package can lack, and says how each is."""

from __future__ import annotations

import importlib
import io
import sqlite3
import sys
from collections.abc import Callable
from time import monotonic

from desktop_app import __version__

WINDOW_LIMIT_MS = 20_000
KEYRINGS = {"linux": "SecretService", "win32": "Windows", "darwin": "macOS"}
PILLOW_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
QT_FORMATS = ("png", "jpeg", "webp", "gif", "svg")
PARTS = ("desktop_app.studio", "desktop_app.cli.command_line", "desktop_app.engine.engine")


class PartMissing(Exception):
    """A part is not there or does not work; the text says which."""


def main() -> int:
    """Run every test and print a line for each; return 1 when one failed. Reads and writes no file of the person's."""
    frozen = "frozen" if getattr(sys, "frozen", False) else "from source"
    lines = [f"Sfumato {__version__}, {frozen}, Python {sys.version.split()[0]}, {sys.platform}"]
    failed = 0
    for name, test in TESTS.items():
        started = monotonic()
        try:
            verdict, text = "ok", test()
        except Exception as error:  # noqa: BLE001 - whatever a part raises is what the report is for
            verdict, text = "FAILED", f"{type(error).__name__}: {error}"
            failed += 1
        lines.append(f"{verdict:8}{name:14}{text} ({(monotonic() - started) * 1000:.0f} ms)")
    lines.append("All parts work." if not failed else f"{failed} of {len(TESTS)} FAILED.")
    if sys.stdout is not None:  # a program of Windows without a console has none
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    return 1 if failed else 0


def _window() -> str:
    from PySide6.QtCore import QEventLoop, QTimer, qVersion
    from PySide6.QtWidgets import QApplication

    from desktop_app.ui.main_window import CREATE_PX, DETAILS_PX, MainWindow
    from desktop_app.ui.theme.tokens import TOKENS, Scheme

    app = QApplication.instance() or QApplication(["sfumato"])
    assert isinstance(app, QApplication)
    window = MainWindow(TOKENS[Scheme.DARK], CREATE_PX, DETAILS_PX)
    loop = QEventLoop()
    window.first_painted.connect(loop.quit)
    QTimer.singleShot(WINDOW_LIMIT_MS, loop, lambda: loop.exit(1))
    window.show()
    if loop.exec():
        raise PartMissing("no window was painted")
    image = window.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    window.close_for_good()
    if len(colours) < 2:
        raise PartMissing("the window is empty")
    return f"{image.width()} × {image.height()} painted, Qt {qVersion()}, platform {app.platformName()}"


def _parts() -> str:
    from desktop_app.app import IMPORTED_IN_STEPS, IMPORTED_IN_THREAD

    names = {*IMPORTED_IN_STEPS, *IMPORTED_IN_THREAD, *PARTS}
    for name in sorted(names):
        importlib.import_module(name)
    return f"{len(names)} imported"


def _tls() -> str:
    import ssl

    from desktop_app.api.tls import tls_context

    context = tls_context()
    roots = context.cert_store_stats()["x509_ca"]
    if not roots or context.verify_mode is not ssl.CERT_REQUIRED:
        raise PartMissing("no root certificates")
    return f"{ssl.OPENSSL_VERSION}, {roots} root certificates"


def _keyring() -> str:
    from desktop_app.store.secrets import keyring_name

    if system := KEYRINGS.get(sys.platform):
        importlib.import_module(f"keyring.backends.{system}")
    if sys.platform == "linux":
        importlib.import_module("secretstorage")
    name = keyring_name()
    return name or "none reachable here; the key would last for one session"


def _pillow() -> str:
    from PIL import Image, ImageCms, ImageFont

    for name in PILLOW_FORMATS:
        data = io.BytesIO()
        Image.new("RGB", (64, 64), (200, 80, 40)).save(data, name)
        with Image.open(io.BytesIO(data.getvalue()), formats=(name,)) as image:
            image.load()
    ImageCms.createProfile("sRGB")
    ImageFont.load_default(12)
    return " ".join(PILLOW_FORMATS)


def _qt_formats() -> str:
    from PySide6.QtGui import QImageReader

    known = {data.toStdString() for data in QImageReader.supportedImageFormats()}
    if missing := set(QT_FORMATS) - known:
        raise PartMissing(f"Qt cannot read {' '.join(sorted(missing))}")
    return " ".join(sorted(known))


def _search() -> str:
    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram')")
        base.execute("INSERT INTO words VALUES ('a red fox in snow')")
        found = base.execute("SELECT count(*) FROM words WHERE words MATCH 'fox'").fetchone()[0]
    base.close()
    if found != 1:
        raise PartMissing("the full-text index finds nothing")
    return f"SQLite {sqlite3.sqlite_version}, FTS5 with trigrams"


def _resources() -> str:
    from PySide6.QtGui import QFontDatabase, QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    from desktop_app.resources import resource

    fonts = sorted(resource("fonts").glob("*.otf"))
    icons = sorted(resource("icons").glob("*.svg"))
    samples = [path for path in resource("samples").iterdir() if path.suffix == ".json"]
    if not (fonts and icons and samples):
        raise PartMissing("fonts, icons or samples")
    for font in fonts:
        if QFontDatabase.addApplicationFont(str(font)) < 0:
            raise PartMissing(font.name)
    for icon in icons:
        pixmap = QPixmap(24, 24)
        painter = QPainter(pixmap)
        renderer = QSvgRenderer(str(icon))
        renderer.render(painter)
        painter.end()
        if not renderer.isValid():
            raise PartMissing(icon.name)
    return f"{len(fonts)} fonts, {len(icons)} icons, {len(samples)} samples, {resource('sidecar.schema.json').name}"


def _translations() -> str:
    from PySide6.QtCore import QCoreApplication, QTranslator

    from desktop_app.resources import resource

    folder = resource("icons").parent / "translations"
    files = sorted(folder.glob("*.qm"))
    for path in files:
        if not QTranslator().load(str(path)):
            raise PartMissing(path.name)
    if QCoreApplication.translate("Selftest", "Generate") != "Generate":
        raise PartMissing("the words of the program")
    return ", ".join(["en, built in", *(path.stem for path in files)])


def _places() -> str:
    from desktop_app.store.folders import user_folders

    user_folders()
    return "settings, data and cache found"


def _updates() -> str:
    from importlib.util import find_spec

    if find_spec("tufup") is None:
        return "not brought by the program itself"
    importlib.import_module("tufup.client")
    return "tufup is whole"


TESTS: dict[str, Callable[[], str]] = {
    "window": _window,
    "parts": _parts,
    "TLS": _tls,
    "keyring": _keyring,
    "Pillow": _pillow,
    "Qt formats": _qt_formats,
    "search": _search,
    "resources": _resources,
    "translations": _translations,
    "places": _places,
    "updates": _updates,
}
"""The window comes first: what paints or loads fonts needs its application."""
