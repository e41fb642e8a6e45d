"""What a user is told when a run cannot go on: one line, and how the process ends."""

from __future__ import annotations

import unicodedata


class UserError(Exception):
    """Something the user can put right. The message is one line: what, which file, what to do."""

    exit_code = 1
    lines = False  # whether the message may have several

    def __init__(self, message: str) -> None:
        super().__init__(legible(message, self.lines))


class UsageError(UserError):
    """A command was called in a way it does not know."""

    exit_code = 2


class BuildError(UserError):
    """dbt, or a test of it, was red. Nothing was published."""

    exit_code = 3
    lines = True


class HoldError(UserError):
    """What was built differs too much from what is published. Nothing was published."""

    exit_code = 5


class BusyError(UserError):
    """Another run holds the data folder."""

    exit_code = 4


def legible(text: str, lines: bool = False) -> str:
    """A text without what a terminal obeys: of file names and headers, control characters are shown as \\x1b."""
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and not (lines and character == "\n")
        else character
        for character in text
    )
