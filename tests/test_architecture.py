"""The house: imports go one way, every module says what it is for, and the core touches nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("monitor", "storage", "alerts")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# What the core may not import: it computes, and whoever computes needs no clock, chance, socket or database.
WORLD = {
    *("asyncio", "os", "random", "shutil", "socket", "subprocess", "tempfile", "time"),
    *("aiosmtplib", "httpcore", "httpx", "smtplib", "sqlite3", "sqlite_utils", "structlog"),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    for room in ("monitor.core", "monitor.sources", "storage", "alerts"):
        if module == room or module.startswith(room + "."):
            return room
    return "shell"


ALLOWED = {
    "monitor.core": {"monitor.core"},
    "monitor.sources": {"monitor.core", "monitor.sources"},
    "storage": {"monitor.core", "storage"},
    "alerts": {"monitor.core", "alerts"},
    "shell": {"monitor.core", "monitor.sources", "storage", "alerts", "shell"},
}


def imports_of(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(name_of(path))
    for imported in imports_of(path):
        if imported == "monitor.__version__":
            continue
        if imported.split(".")[0] in PACKAGES:
            assert room_of(imported) in ALLOWED[room], f"{room} must not import {imported}"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(name_of(p)) == "monitor.core"], ids=name_of)
def test_the_core_touches_nothing(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports_of(path)} & WORLD
    assert "datetime.now(" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
