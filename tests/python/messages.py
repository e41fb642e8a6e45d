"""Finds every message that the command line can end with, in the source: what a UserError and its kin are raised with.

A message is written with … for what differs from case to case. docs/messages.md lists them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from service_kpi import errors
from service_kpi.contract import PROJECT

ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
CLICK = {"UsageError", "BadParameter"}  # of click
GAP = "…"


def messages() -> dict[str, list[str]]:
    """Message -> where it stands (file:line)."""
    found: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "service_kpi").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for said in _said(node):
                place = f"{path.relative_to(PROJECT).as_posix()}:{node.lineno}"
                found.setdefault(plain(written(said)), []).append(place)
    return found


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """The message of a call that makes an error, or that ends the command line with a line of its own."""
    if not isinstance(node, ast.Call) or not node.args:
        return
    if isinstance(node.func, ast.IfExp):  # (UsageError if usage else BuildError)(...)
        names = {part.id for part in (node.func.body, node.func.orelse) if isinstance(part, ast.Name)}
    else:
        names = {node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")}
    if names & (ERRORS | CLICK):
        yield node.args[0]
    elif names == {"_end"} and len(node.args) == 3:  # of cli.py
        yield node.args[1]


def written(node: ast.expr) -> str:
    """An expression as the message that it makes, … for what is worked out."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return written(node.left) + written(node.right)
    return GAP


def plain(message: str) -> str:
    """As it stands in the document: gaps that touch are one, white space is one blank."""
    return re.sub(rf"{GAP}(?:\s*{GAP})+", GAP, " ".join(message.split()))


def documented(page: Path = PROJECT / "docs" / "messages.md") -> dict[str, tuple[str, str]]:
    """Message -> cause, remedy, of the tables of the document."""
    rows = re.findall(r"^\| `` (.+?) `` \| (.+?) \| (.+?) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {message.replace("\\|", "|"): (cause, remedy) for message, cause, remedy in rows}
