"""The application's style sheet, made from the tokens. Widgets choose their look by the property `kind`."""

from __future__ import annotations

from desktop_app.resources import resource
from desktop_app.ui.theme.tokens import TOKENS, Scheme

_TEMPLATE = """
* {{ color: {text}; }}
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}

QFrame[kind="panel"], QWidget[kind="panel"] {{ background: {panel}; border: none; }}
QFrame[kind="bar"], QWidget[kind="bar"] {{ background: {window}; border: none; }}
QFrame[kind="canvas"], QWidget[kind="canvas"] {{ background: {canvas}; border: none; }}
QFrame[kind="card"] {{ background: {field}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[kind="popup"] {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[kind="line-h"] {{ background: {line}; border: none; min-height: 1px; max-height: 1px; }}
QFrame[kind="line-v"] {{ background: {line}; border: none; min-width: 1px; max-width: 1px; }}
QSplitter::handle {{ background: {line}; }}

QLabel {{ background: transparent; font-size: 13px; }}
QLabel[kind="label"] {{ color: {dim}; font-size: 11px; }}
QLabel[kind="label-strong"] {{ font-size: 11px; }}
QLabel[kind="code"] {{ color: {text}; font-size: 11px; }}
QLabel[kind="hint"] {{ color: {faint}; font-size: 11px; }}
QLabel[kind="secondary"] {{ color: {dim}; font-size: 12px; }}
QLabel[kind="heading"] {{ font-weight: 600; }}
QLabel[kind="status"] {{ font-size: 12px; font-weight: 600; }}
QLabel[kind="status-dim"] {{ color: {dim}; font-size: 12px; }}
QLabel[kind="status-warn"] {{ color: {warn}; font-size: 12px; }}
QLabel[kind="floating"] {{
    background: {panel}; border: 1px solid {line}; border-radius: 6px; padding: 6px 12px;
}}
QLabel[kind="good"] {{ color: {good}; }}
QLabel[kind="warn"] {{ color: {warn}; }}
QLabel[kind="bad"] {{ color: {bad}; }}
QLabel[kind="warn-heading"] {{ color: {warn}; font-weight: 600; }}
QLabel[kind="bad-heading"] {{ color: {bad}; font-weight: 600; }}
QLabel[kind="good-small"] {{ color: {good}; font-size: 12px; }}
QLabel[kind="warn-small"] {{ color: {warn}; font-size: 12px; }}
QLabel[kind="bad-small"] {{ color: {bad}; font-size: 12px; }}

QAbstractScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
    background: {field}; color: {text}; border: 1px solid {line}; border-radius: 6px;
    padding: 5px 9px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {dim};
}}
QTextEdit[kind="text"], QTextEdit[kind="facts"] {{ background: transparent; border: none; border-radius: 0; padding: 0; }}
QTextEdit[kind="facts"] {{ font-size: 12px; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ min-height: 20px; }}
QLineEdit {{ lineedit-password-character: 8226; }}
QFrame[kind="card"] QLineEdit {{ background: {window}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{
    border-color: {accent};
}}
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {dim}; }}
QLineEdit[readOnly="true"] {{ color: {dim}; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
    width: 0; height: 0; border: none;
}}
QDoubleSpinBox[kind="small"] {{ min-height: 20px; padding: 1px 4px; font-size: 12px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox QAbstractItemView {{
    background: {panel}; border: 1px solid {line}; outline: none; padding: 4px;
    selection-background-color: {hover}; selection-color: {text};
}}

QPushButton {{
    background: {field}; border: 1px solid {line}; border-radius: 6px; padding: 5px 12px; min-height: 22px;
    outline: none;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {faint}; }}
QPushButton[kind="primary"] {{
    background: {accent}; color: {on_accent}; border: 2px solid {accent}; border-radius: 8px;
    font-size: 14px; font-weight: 600; min-height: 36px; padding: 2px 14px;
}}
QPushButton[kind="primary"]:focus {{ border-color: {text}; }}
QPushButton[kind="primary"]:disabled {{ background: {hover}; border-color: {hover}; color: {dim}; }}
QPushButton[kind="link"] {{
    background: transparent; border: none; border-bottom: 1px solid {dim}; border-radius: 0;
    padding: 0; min-height: 17px; font-size: 12px;
}}
QPushButton[kind="link"][place="start"] {{ text-align: left; }}
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus {{ border-bottom-color: {accent}; color: {accent}; }}
QPushButton[kind="status"], QPushButton[kind="status-link"], QPushButton[kind="status-quiet"],
QPushButton[kind="status-quiet-warn"] {{
    background: transparent; border: none; border-bottom: 1px solid transparent; border-radius: 0;
    padding: 2px 0 1px 0; min-height: 16px; font-size: 12px; text-align: left;
}}
QPushButton[kind="status"] {{ font-weight: 600; }}
QPushButton[kind="status-quiet"] {{ color: {dim}; }}
QPushButton[kind="status-quiet-warn"] {{ color: {warn}; }}
QPushButton[kind="status-link"] {{ border-bottom-color: {dim}; }}
QPushButton[kind="status"]:hover, QPushButton[kind="status-quiet"]:hover, QPushButton[kind="status-quiet-warn"]:hover {{
    border-bottom-color: {dim};
}}
QPushButton[kind="status-quiet"]:focus, QPushButton[kind="status-quiet-warn"]:focus {{ border-bottom-color: {accent}; }}
QPushButton[kind="status"]:focus, QPushButton[kind="status-link"]:hover, QPushButton[kind="status-link"]:focus {{
    border-bottom-color: {accent}; color: {accent};
}}
QPushButton[kind="quiet"] {{
    background: transparent; border: 1px solid transparent; color: {dim}; padding: 3px 6px; font-size: 12px;
}}
QPushButton[kind="quiet"]:hover {{ color: {text}; background: {hover}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {accent}; }}
QPushButton[kind="fold"] {{
    background: transparent; border: none; border-bottom: 1px solid transparent; border-radius: 0; color: {dim};
    padding: 3px 6px 3px 0; margin-left: -5px; font-size: 12px;
}}
QPushButton[kind="fold"]:hover {{ color: {text}; }}
QPushButton[kind="fold"]:focus {{ border-bottom-color: {accent}; color: {text}; }}
QPushButton[kind="title"] {{
    background: transparent; border: 1px solid transparent; font-weight: 600; padding: 3px 6px;
}}
QPushButton[kind="title"]:hover {{ background: {hover}; }}
QPushButton[kind="title"]:focus {{ border-color: {accent}; }}
QPushButton[kind="choice"] {{ padding: 2px; min-height: 46px; font-size: 11px; }}
QPushButton[kind="choice"]:checked {{ border-color: {accent}; color: {text}; }}
QPushButton[kind="choice"]:focus {{ border: 2px solid {accent}; padding: 1px; }}
QPushButton[kind="field"] {{ min-height: 26px; }}
QPushButton[kind="segment"] {{
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 3px 4px; color: {dim};
}}
QPushButton[kind="segment"]:hover {{ color: {text}; }}
QPushButton[kind="segment"]:checked {{ background: {hover}; color: {text}; }}
QPushButton[kind="segment"]:focus {{ border-color: {accent}; }}
QPushButton[kind="segment-small"] {{
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0 8px; min-height: 20px;
    color: {dim}; font-size: 12px;
}}
QPushButton[kind="segment-small"]:hover {{ color: {text}; }}
QPushButton[kind="segment-small"]:checked {{ background: {hover}; color: {text}; }}
QPushButton[kind="segment-small"]:focus {{ border-color: {accent}; }}
QPushButton[kind="word"] {{
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0 5px; min-height: 18px;
    color: {dim}; font-size: 11px;
}}
QPushButton[kind="word"]:hover {{ color: {text}; }}
QPushButton[kind="word"]:checked {{ background: {hover}; color: {text}; }}
QPushButton[kind="word"]:focus {{ border-color: {accent}; color: {text}; }}
QPushButton[kind="word"]:disabled {{ color: {faint}; }}
QPushButton[kind="word"][place="end"] {{ padding: 0 1px 0 5px; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}

QToolButton[kind="icon"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px; }}
QToolButton[kind="icon"]:hover {{ background: {hover}; }}
QToolButton[kind="icon"]:focus {{ border-color: {accent}; }}
QToolButton[kind="icon"]:checked {{ background: {hover}; }}
QToolButton::menu-indicator {{ image: none; }}

QCheckBox {{ spacing: 8px; background: transparent; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {dim}; border-radius: 4px; background: {field};
}}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QCheckBox:focus {{ color: {text}; }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 12px; height: 12px; }}
QMenu {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; padding: 4px; }}
QMenu::item {{ padding: 5px 20px 5px 12px; border-radius: 4px; background: transparent; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {dim}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}

QListView[kind="list"] {{
    background: {panel}; border: 1px solid {line}; border-radius: 6px; padding: 4px; outline: none;
}}
QListView[kind="list"]:focus {{ border-color: {accent}; }}
QListView[kind="list"]::item {{ padding: 4px 8px; border: none; border-radius: 4px; color: {text}; }}
QListView[kind="list"]::item:selected {{ background: {hover}; }}
QTableView {{ selection-background-color: {hover}; selection-color: {text}; outline: none; }}
QTableView::item {{ padding: 0 8px; border: none; }}
QTableView::item:selected {{ background: {hover}; }}
QHeaderView, QHeaderView::section {{ background: {panel}; border: none; color: {dim}; padding: 2px 8px; }}
QHeaderView[kind="table"] {{ background: transparent; border: none; padding: 0; }}
QHeaderView[kind="table"]::section {{
    background: transparent; border: none; border-bottom: 1px solid {line}; color: {dim}; font-size: 11px;
    padding: 0 11px;
}}
QHeaderView[kind="table"]::section:hover {{ color: {text}; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{
    background: {line}; border: 3px solid transparent; border-radius: 6px; background-clip: padding;
}}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; border: none; width: 0; height: 0;
}}
QSlider {{ background: transparent; min-height: 20px; }}
QSlider::groove:horizontal {{ height: 2px; background: {faint}; border-radius: 1px; }}
QSlider::handle:horizontal {{
    width: 12px; height: 12px; margin: -5px 0; border-radius: 6px; background: {text}; border: none;
}}
QSlider::handle:horizontal:focus {{
    width: 10px; height: 10px; margin: -6px 0; border: 2px solid {accent}; border-radius: 7px; background: {field};
}}
"""


def style_sheet(scheme: Scheme) -> str:
    """Return the style sheet of a scheme."""
    check = resource("icons", "style", f"check-{scheme.value}.svg")
    return _TEMPLATE.format(check=check.as_posix(), **TOKENS[scheme]._asdict())
