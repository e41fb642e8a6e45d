"""Says that a run failed to whoever the settings name: a command that reads it, a web address that is posted to.

What is said is a JSON object: text (one sentence), company, run_id, status, message, started_at, ended_at, last_green,
data_dir. A hook that fails is a note; the run ends as it would have ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import runs
from .errors import UserError, legible

if TYPE_CHECKING:
    from .settings import Settings

COMMAND_SECONDS, WEBHOOK_SECONDS = 60, 10  # longer is given up
PAUSES = (1, 4)  # seconds before a web address is tried once more


@dataclass(frozen=True)
class Alert:
    """Who is told of a failure."""

    command: tuple[str, ...] = ()
    webhook: str | None = None


def chosen(written: dict, where: str) -> Alert:
    """The setting `alert`. Raises UserError naming the key."""
    for key in written:
        if key not in ("command", "webhook"):
            raise UserError(f"{where}: {key} is no way to tell somebody; write command or webhook.")
    command = written.get("command", [])
    if not isinstance(command, list) or not all(isinstance(word, str) and word for word in command):
        raise UserError(f"{where}: command: write a list of words, as [mail-the-team, --urgent], not {command!r}.")
    webhook = written.get("webhook")
    if webhook is not None and not str(webhook).startswith(("https://", "http://")):
        raise UserError(f"{where}: webhook: write the address of a web page, by http or https.")
    return Alert(tuple(command), webhook)


def failed(settings: Settings, run: dict) -> list[str]:
    """Tell of a failed run, as the log has it. Returns a sentence for each hook that did not take it; never raises."""
    ways = []
    if settings.alert.command:
        ways.append((settings.alert.command[0], lambda said: _call(settings, said)))
    if settings.alert.webhook:
        ways.append(("the webhook", lambda said: _post(settings.alert.webhook, said)))
    faults = []
    for name, tell in ways:
        try:
            tell(json.dumps(_told(settings, run), ensure_ascii=False).encode())
        except Exception as error:  # whatever it is, it must not hide why the run failed
            faults.append(f"nobody was told of the failure by {name}: {legible(_why(error))}")
    return faults


def _told(settings: Settings, run: dict) -> dict:
    green = runs.last_green(settings.data_dir)
    message = (run["message"] or run["status"]).splitlines()[0]
    told = {key: run.get(key) for key in ("company", "run_id", "status", "started_at", "ended_at")}
    last_green = green and green.get("ended_at")
    since = f"last green run: {last_green}" if last_green else "nothing was published yet"
    text = f"service-kpi: a run of {run['company']} failed: {message} ({since})"
    return {"text": text, **told, "message": message, "last_green": last_green, "data_dir": str(settings.data_dir)}


def _call(settings: Settings, said: bytes) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SERVICE_KPI_SALT"}
    process = subprocess.Popen(
        settings.alert.command, cwd=settings.company_dir, env=environment, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _, errors = process.communicate(said, timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise OSError(0, f"it ended with {process.returncode}: {lines[-1][:200]}")


def _post(address: str, said: bytes) -> None:
    request = urllib.request.Request(address, data=said, headers={"Content-Type": "application/json"}, method="POST")
    for pause in (*PAUSES, None):
        try:
            with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS) as answer:
                answer.read(1000)
            return
        except OSError as error:
            refused = isinstance(error, urllib.error.HTTPError) and error.code < 500 and error.code != 429
            if pause is None or refused:  # it heard and does not want it: asking again helps nothing
                raise
            time.sleep(pause)


def _why(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"it took more than {COMMAND_SECONDS} s"
    if isinstance(error, urllib.error.HTTPError):
        return f"it answered {error.code}"
    return " ".join(str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error).split())
