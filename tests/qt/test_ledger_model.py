"""The table of the ledger: rows by columns, and the wish for another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.qt.ledger_model import LedgerColumn, LedgerModel, LedgerRole

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

COLUMNS = (
    LedgerColumn("Name", lambda row: row[0], tip=lambda row: f"all of {row[0]}"),
    LedgerColumn(
        "Amount", lambda row: f"${row[1]}", is_number=True, color=lambda row: "warn" if row[1] > 1 else "text"
    ),
)
DOWN = Qt.SortOrder.DescendingOrder


def test_a_row_is_told_by_its_columns(qtbot: QtBot) -> None:
    model = LedgerModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows(COLUMNS, [("fox", 2), ("hare", 1)])

    assert tester.model() is model
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)] == ["Name", "Amount", None]
    assert model.index(0, 1).data() == "$2"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "all of fox"
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) is None
    assert [model.index(row, 1).data(LedgerRole.COLOR) for row in (0, 1)] == ["warn", "text"]
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_the_same_rows_disturb_nobody(qtbot: QtBot) -> None:
    model = LedgerModel()
    model.show_rows(COLUMNS, [("fox", 2)])

    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows(COLUMNS, [("fox", 2)])
    with qtbot.waitSignal(model.modelReset):
        model.show_rows(COLUMNS, [("fox", 3)])


def test_another_order_is_asked_for_and_not_made(qtbot: QtBot) -> None:
    model = LedgerModel()
    model.show_rows(COLUMNS, [("fox", 2), ("hare", 1)])

    with qtbot.waitSignal(model.sort_asked) as asked:
        model.sort(1, DOWN)

    assert asked.args == [1, True]
    assert model.index(0, 0).data() == "fox"
    with qtbot.assertNotEmitted(model.sort_asked):
        model.sort(-1)
