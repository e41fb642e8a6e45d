"""What a user is told when a run cannot go on: one line, and how the process ends."""


class UserError(Exception):
    """Something the user can put right. The message is one line: what, which file, what to do.

    recorded: what the log of runs keeps of it, where the message shows what an export holds.
    """

    exit_code = 1

    def __init__(self, message: str, recorded: str | None = None) -> None:
        super().__init__(message)
        self.recorded = recorded or message


class UsageError(UserError):
    """A command was called in a way it does not know."""

    exit_code = 2


class BuildError(UserError):
    """dbt, or a test of it, was red. Nothing was published."""

    exit_code = 3


class HoldError(UserError):
    """What was built differs too much from what is published. Nothing was published."""

    exit_code = 5


class BusyError(UserError):
    """Another run holds the data folder."""

    exit_code = 4
