"""The house's own rules: imports go down, rooms do not know each other, modules stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Height of each room; a module may import from its own room and from lower ones.
HEIGHT = {
    "__main__": 7,
    "cli": 6,
    "pipeline": 5,
    "matching": 4,
    "ingest": 3,
    "rights": 3,
    "duplicates": 3,
    "check": 3,
    "manifest": 3,
    "conditions": 1,
    "vocabulary": 1,
    "config": 1,
    "text": 1,
    "model": 0,
    "errors": 0,
}
#: Modules over 400 lines, each with its reason.
LONG = {
    "model.py": "every noun in one place, so that nobody looks for one in vain",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}


def modules(root: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    package = root / "captiondedup"
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        yield name, path, ast.parse(path.read_text(encoding="utf-8"))


def room(name: str) -> str:
    return name.split("/", maxsplit=1)[0].removesuffix(".py")


def imported_rooms(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "captiondedup" and len(parts) > 1:
                yield parts[1]


def test_imports_go_down_only(root: Path) -> None:
    wrong = []
    for name, _, tree in modules(root):
        here = room(name)
        if here == "__init__":
            continue
        for there in imported_rooms(tree):
            lower = HEIGHT[there] < HEIGHT[here] or there == here
            same_floor = HEIGHT[there] == HEIGHT[here] and HEIGHT[here] in (0, 1)
            if not (lower or same_floor):
                wrong.append(f"{name} imports {there}")
    assert wrong == []


def test_every_room_has_a_height(root: Path) -> None:
    rooms = {room(name) for name, _, _ in modules(root)} - {"__init__"}
    assert rooms == set(HEIGHT)


def test_modules_stay_small_or_say_why_not(root: Path) -> None:
    long = {
        name
        for name, path, _ in modules(root)
        if len(path.read_text(encoding="utf-8").splitlines()) > 400
    }
    assert long == set(LONG)


def test_functions_fit_on_a_screen(root: Path) -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, _, tree in modules(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 60
    ]
    assert long == []


def test_no_drawer_for_odds_and_ends(root: Path) -> None:
    names = {part for name, _, _ in modules(root) for part in Path(name).with_suffix("").parts}
    assert not names & FORBIDDEN_NAMES


@pytest.mark.parametrize("heavy", ["PIL", "cv2", "numpy", "imagehash", "rapidfuzz", "rich"])
def test_importing_the_package_loads_nothing_heavy(heavy: str) -> None:
    import subprocess
    import sys

    code = f"import captiondedup, captiondedup.cli, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
