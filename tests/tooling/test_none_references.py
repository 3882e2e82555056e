"""PySide6 must not lose references to None: some releases do on Python before 3.12, and abort in the end."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_a_thousand_calls_that_return_none_lose_no_reference_to_it(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    # Nobody collects meanwhile: in the tests the search for garbage is off.
    before = sys.getrefcount(None)
    for _ in range(1000):
        button.setText("Generate")
    lost = before - sys.getrefcount(None)
    assert lost < 100
