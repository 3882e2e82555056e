"""A window of PySide6 that does nothing, in a process of its own: what its ticks lack is the machine's doing.

Each line on its input makes it forget what it has measured; the end of its input makes it print its gaps as JSON.
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench._ticks import Ticks


class Orders(QObject):
    """Tells in the window's thread what is written to the input."""

    written = Signal()
    ended = Signal()

    def follow(self) -> None:
        """Read to the end."""
        for _line in sys.stdin:
            self.written.emit()
        self.ended.emit()


def main() -> None:
    """Measure until the input ends."""
    app = QApplication([])
    window = QWidget()
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.resize(320, 200)
    window.show()
    ticks, orders = Ticks(), Orders()
    orders.written.connect(ticks.taken)
    orders.ended.connect(app.quit)
    thread = threading.Thread(target=orders.follow)
    thread.start()
    app.exec()
    print(json.dumps(ticks.taken()))
    thread.join()


if __name__ == "__main__":
    main()
