"""The head of the queue where the account was refused: it says why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.queue.queue_head import QueueHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


class _Browser(QObject):
    """Takes the web addresses that would go to a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[_Browser]:
    browser = _Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # what it takes is a str
    yield browser
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def head(qtbot: QtBot, theme: Theme) -> QueueHead:
    shown = QueueHead(theme)
    qtbot.addWidget(shown)
    shown.resize(840, 200)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.mark.parametrize(
    ("hold", "words", "way_out", "signal"),
    [
        (Hold.KEY_REFUSED, "Together did not accept the key.", "Enter a key", "key_requested"),
        (Hold.CREDIT, "The account has no credit", "Try now", "try_now_requested"),
        (Hold.SHARING, "The account does not let orders go", "Try now", "try_now_requested"),
    ],
)
def test_what_the_account_was_refused_is_said_with_a_way_out(
    head: QueueHead, qtbot: QtBot, hold: Hold, words: str, way_out: str, signal: str
) -> None:
    head.show_state(QueueState(frozenset({hold}), waiting=12), may_retry=False)
    reason = head.reasons[hold]
    assert reason.label.text().startswith(words)
    assert (reason.isVisible(), reason.way_out.text(), reason.page.isVisible()) == (True, way_out, hold is Hold.CREDIT)
    with qtbot.waitSignal(getattr(head, signal)):
        reason.way_out.click()


def test_credit_is_added_on_the_providers_page(head: QueueHead, browser: _Browser) -> None:
    head.show_state(QueueState(frozenset({Hold.CREDIT}), waiting=12), may_retry=False)
    head.reasons[Hold.CREDIT].page.click()
    assert browser.urls == ["https://api.together.ai/settings/billing"]
