"""One stop for the Tab key in a group of buttons: the checked one; the arrows go on from there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def let_tab_reach_the_checked(group: QButtonGroup) -> None:
    """Let Tab stop at the checked button only. Qt does so after a button had the focus, and not before."""
    for button in group.buttons():
        policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)
