"""What a user is told when a run cannot go on: one line, and how the process ends."""

from __future__ import annotations

import unicodedata

TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # the direction of text


class UserError(Exception):
    """Something the user can put right. The message is one line: what, which file, what to do.

    recorded: what the log of runs keeps of it, where the message shows what an export holds.
    """

    exit_code = 1
    lines = False  # whether the message may have several

    def __init__(self, message: str, recorded: str | None = None) -> None:
        super().__init__(legible(message, self.lines))
        self.recorded = legible(recorded or message, self.lines)


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
    """A text without what a terminal obeys: control characters and those that turn the direction are shown as \\x1b.

    lines: line ends and tabs stay. What a file name, a header or a cell holds may be anything.
    """
    return "".join(
        character.encode("unicode_escape").decode()
        if (unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in TURNING)
        and not (lines and character in "\n\t")
        else character
        for character in text
    )
