"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.checkout import ROOT, checkout_files, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60

# Put together here, so that this file does not break the rule that it checks.
MACHINE_WORDS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "/wo" + "rk/",
    "/ro" + "ot/",
]
QT_OVERRIDES = {"event", "paint", "data", "index", "parent", "flags", "sort", "run", "count", "polish"}
SHAPELESS_NAMES = ("Manager", "Helper", "Utils", "Mixin")


def _trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in python_files(*folders):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def _places(found: list[tuple[Path, int]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}" for path, line in found]


def test_the_rules_see_the_source() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in python_files()}
    assert {"dev.py", "desktop_app/__init__.py", "tests/conftest.py"} <= names
    assert not [name for name in names if name.startswith(".venv")]


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert _places([(path, length) for path, length in lengths.items() if length > FILE_LINES_MAX]) == []


def test_no_function_is_too_long() -> None:
    long = [
        (path, node.lineno)
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert _places(long) == []


def test_every_module_says_what_it_is_and_defers_annotations() -> None:
    silent, eager = [], []
    for path, tree in _trees():
        if ast.get_docstring(tree) is None:
            silent.append((path, 1))
        code = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
        first = code[0] if code else None
        if path.name != "__init__.py" and not (isinstance(first, ast.ImportFrom) and first.module == "__future__"):
            eager.append((path, 1))
    assert (_places(silent), _places(eager)) == ([], [])


def test_every_public_method_says_what_it_does() -> None:
    # Names with capitals are overrides of Qt's methods, which Qt's documentation tells of; so are the few others.
    silent = [
        (path, method.lineno)
        for path, tree in _trees("desktop_app/")
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_")
        for method in owner.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
        and method.name.islower()
        and not method.name.startswith("_")
        and method.name not in QT_OVERRIDES
        and ast.get_docstring(method) is None
        and not any(_is_setter(decorator) for decorator in method.decorator_list)
    ]
    assert _places(silent) == []


def _is_setter(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Attribute) and decorator.attr == "setter"


def test_no_translated_text_is_formatted_before_its_translation() -> None:
    found = [
        (path, node.lineno)
        for path, tree in _trees("desktop_app/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _called(node) in {"tr", "translate", "QT_TR_NOOP", "QT_TRANSLATE_NOOP"}
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args)
    ]
    assert _places(found) == []


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize(
    ("folder", "module", "excepted"),
    [
        ("desktop_app/qt/", "PySide6.QtWidgets", ""),
        ("desktop_app/", "keyring", "desktop_app/store/secrets.py"),
        ("desktop_app/", "httpx", "desktop_app/api/"),
        ("tests/", "unittest.mock", ""),
        ("tests/", "mock", ""),
    ],
)
def test_a_module_is_imported_only_where_it_belongs(folder: str, module: str, excepted: str) -> None:
    found = [
        (path, line)
        for path, tree in _trees(folder)
        for name, line in _imported(tree)
        if (name + ".").startswith(module + ".")
        and not (excepted and path.relative_to(ROOT).as_posix().startswith(excepted))
    ]
    assert _places(found) == []


def test_no_test_sleeps() -> None:
    # Support code may poll another process, which has no signal to wait for.
    found = [
        (path, node.lineno)
        for path, tree in _trees("tests/")
        if path.name.startswith("test_")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait"}
    ]
    assert _places(found) == []


def test_no_class_is_named_for_nothing() -> None:
    found = [
        (path, node.lineno)
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(SHAPELESS_NAMES)
    ]
    assert _places(found) == []


def test_no_committed_text_names_a_machine_or_a_registry() -> None:
    pattern = re.compile("|".join(map(re.escape, MACHINE_WORDS)))
    found = []
    for path in checkout_files():
        data = path.read_bytes()
        if b"\0" in data[:8192]:
            continue
        lines = data.decode("utf-8", errors="replace").splitlines()
        found += [(path, number) for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert _places(found) == []


def test_nobody_asks_a_widget_for_what_python_would_take_for_its_child() -> None:
    """With PySide6 6.11 these return what Python then takes for deleted once the one that was asked is.

    An item of a layout is kept longer than it is there, and taken for the widget that comes to stand in its memory.
    """
    asking = re.compile(r"\.(?:nextInFocusChain|previousInFocusChain|focusProxy|itemAt)\(")
    assert not [path for path in python_files("desktop_app") if asking.search(path.read_text(encoding="utf-8"))]
