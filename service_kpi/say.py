"""How the command line speaks: lines on a terminal, JSON objects for a log collector."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from .errors import legible

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class Say:
    """Tells the user what happens. `as_json`: one JSON object a line, on standard output."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json

    def line(self, text: str) -> None:
        """Something worth knowing."""
        self._write("info", text)

    def note(self, text: str) -> None:
        """Something to look into; the run goes on."""
        self._write("note", text)

    def error(self, text: str) -> None:
        """Why the run ends here."""
        if self.as_json:
            self._json("error", text)
        else:
            errors.print(Text.assemble(("error", "bold red"), " ", legible(text, lines=True)))

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """A bar on a terminal, nothing elsewhere; add tasks and advance them as rich.progress does."""
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=errors,
            transient=True,
            disable=self.as_json or not sys.stderr.isatty(),
        )
        with bar:
            yield bar

    def _write(self, kind: str, text: str) -> None:
        if self.as_json:
            self._json(kind, text)
        else:
            said = (
                (legible(text, lines=True),)
                if kind == "info"
                else (("note", "yellow"), "  ", legible(text, lines=True))
            )
            console.print(Text.assemble(*said))

    def _json(self, kind: str, text: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        print(json.dumps({"at": at, "level": kind, "message": text}, ensure_ascii=False), flush=True)


def is_chinese() -> bool:
    """Whether the terminal is set to Chinese."""
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("zh")
