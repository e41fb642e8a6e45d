"""Looks at everything that a run needs, and says what to do. Changes nothing, takes no lock.

Each check yields findings: ok, a warning (a run goes on, somebody should look) or a problem (a run would end with it).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import duckdb
from packaging.requirements import Requirement
from packaging.version import Version
from rich.text import Text

from . import __version__, forget, land, ledger, privacy, publish, runs, seeds, status
from . import settings as company
from .contract import PROJECT
from .errors import UserError, legible
from .say import Say, console
from .settings import Settings

OK, WARNING, PROBLEM = "ok", "warning", "problem"
COLOURS = {OK: "green", WARNING: "yellow", PROBLEM: "bold red"}
OLDEST_PYTHON = (3, 11)
LITTLE, TOO_LITTLE = 2_000_000_000, 200_000_000  # bytes free: below, a warning or a problem
NAMED = 3  # packages or files named of many
KEPT_APART = 0o007  # what others may do with the data folder: nothing


@dataclass(frozen=True)
class Finding:
    """What became of one check. `do`: what to do, empty where nothing is to be done."""

    level: str
    check: str
    found: str
    do: str = ""


def examine(company_dir: str | None, exports: str | None) -> list[Finding]:
    """All checks, each by itself: what one cannot see leaves the others alone."""
    findings = [*_checked("python", _python), *_checked("packages", _packages)]
    data_dir = company.data_folder()
    of_folder = {"data folder": _data_folder, "disk": _disk, "lock": _lock, "clock": _clock, "published": _published}
    for name, check in of_folder.items():
        findings += _checked(name, lambda check=check: check(data_dir))
    try:
        settings = company.load(company_dir, exports)
    except UserError as error:
        return [
            *findings,
            Finding(PROBLEM, "settings", str(error), "Correct that; what depends on it was not looked at."),
        ]
    findings.append(Finding(OK, "settings", f"{settings.company_dir / 'settings.yml'}: company {settings.company}"))
    of_company = {
        "seeds": _seeds, "source folders": _sources, "salt": _salt, "forgotten": _forgotten, "landing": _landing,
        "ledger": _ledger, "build file": _build_file, "alert": _alert,
    }  # fmt: skip
    for name, check in of_company.items():
        findings += _checked(name, lambda check=check: check(settings))
    said = [one.found for one in findings]
    return [one for at, one in enumerate(findings) if one.level != PROBLEM or one.found not in said[:at]]


def _checked(name: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What a check finds; a mistake of the user's is a problem, and so is what cannot be read."""
    found = []
    try:
        for one in check():
            found.append(one)
    except UserError as error:
        found.append(Finding(PROBLEM, name, str(error)))
    except OSError as error:
        found.append(Finding(PROBLEM, name, f"{error.filename}: {error.strerror}", "Correct its permissions."))
    return found


def tell(findings: list[Finding], say: Say) -> None:
    """One line a check. Raises UserError where there is a problem."""
    for one in findings:
        if say.as_json:
            level = {OK: "info", WARNING: "note", PROBLEM: "error"}[one.level]
            said = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "level": level, "check": one.check}
            print(json.dumps(said | {"message": one.found, "do": one.do}, ensure_ascii=False), flush=True)
        else:
            text = legible(f"{one.check}: {one.found}" + (f". {one.do}" if one.do else ""))
            console.print(Text.assemble((f"{one.level:<8}", COLOURS[one.level]), text))
    problems = sum(one.level == PROBLEM for one in findings)
    if problems:
        raise UserError(f"{problems} of {len(findings)} checks found a problem: the lines above say what to do.")


# ---------------------------------------------------------------- installation


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield Finding(PROBLEM, "python", version, "Install 3.11 or newer, then `make setup`.")
    else:
        yield Finding(OK, "python", version)


def _packages() -> Iterator[Finding]:
    wrong = [said for need in metadata.requires("service-kpi") or () if (said := _unlike(Requirement(need)))]
    if wrong:
        yield Finding(PROBLEM, "packages", _named(wrong), "Run `make setup`.")
        return
    lock = PROJECT / "requirements.txt"
    if not lock.is_file():
        yield Finding(WARNING, "packages", "no requirements.txt beside the code: versions were not compared")
        return
    pinned = [Requirement(line.removesuffix("\\")) for line in lock.read_text().splitlines() if _is_pin(line)]
    other = [said for one in pinned if (said := _unlike(one))]
    if other:
        yield Finding(WARNING, "packages", _named(other), "Run `make setup` to have what was tested.")
    else:
        yield Finding(OK, "packages", f"service-kpi {__version__}, {len(pinned)} packages as locked")


def _is_pin(line: str) -> bool:
    return line[:1].isalnum() and "==" in line


def _unlike(wanted: Requirement) -> str:
    """What is installed otherwise than wanted, in words; empty where it is as wanted or not for this machine."""
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return ""
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return f"{wanted.name} is not installed"
    fits = wanted.specifier.contains(Version(version), prereleases=True)
    return "" if fits else f"{wanted.name} is {version}, wanted {wanted.specifier}"


def _named(many: list[str]) -> str:
    more = f" and {len(many) - NAMED} more" if len(many) > NAMED else ""
    return ", ".join(many[:NAMED]) + more


# ---------------------------------------------------------------- the data folder


def _data_folder(data_dir: Path) -> Iterator[Finding]:
    if not data_dir.exists():
        above = _existing(data_dir)
        if os.access(above, os.W_OK | os.X_OK):
            yield Finding(OK, "data folder", f"{data_dir} is not there yet; the first run makes it")
        else:
            yield Finding(PROBLEM, "data folder", f"{data_dir} cannot be made in {above}", "Correct its permissions.")
        return
    parts = [data_dir, *(data_dir / name for name in ("landing", "ledger", "warehouse", "published", "runs.jsonl"))]
    parts += [data_dir / "warehouse" / "service_kpi.duckdb", data_dir / "landing" / "manifest.json"]
    shut = [str(path) for path in parts if path.exists() and not os.access(path, os.R_OK | os.W_OK)]
    if shut:
        yield Finding(PROBLEM, "data folder", f"{_named(shut)} cannot be written", "Run as its owner, or chown it.")
    elif data_dir.stat().st_mode & KEPT_APART:
        do = f"Where others use this machine: chmod o-rwx {data_dir}."
        yield Finding(WARNING, "data folder", f"{data_dir} may be read by everybody, and holds agents' names", do)
    else:
        yield Finding(OK, "data folder", f"{data_dir} can be written, by nobody else")


def _disk(data_dir: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing(data_dir)).free
    current = data_dir / "published" / "current"
    needed = 2 * (_bytes(data_dir / "warehouse") + _bytes(current.resolve()))  # a new set, and a build file that grows
    said = f"{_size(free)} free, a run like the last needs up to {_size(needed)}"
    do = f"Make room on the disk of {data_dir}: lower keep_published, or move SERVICE_KPI_DATA."
    if free < max(needed / 2, TOO_LITTLE):
        yield Finding(PROBLEM, "disk", said, do)
    elif free < max(needed, LITTLE):
        yield Finding(WARNING, "disk", said, do)
    else:
        yield Finding(OK, "disk", said)


def _lock(data_dir: Path) -> Iterator[Finding]:
    lock = data_dir / "run.lock"
    holder = status.holder(lock)
    if holder is None:
        yield Finding(OK, "lock", "free" if lock.exists() else "free: no run has been here yet")
    elif holder == 0:
        yield Finding(OK, "lock", "this system does not say whether it is held; a lock never outlives its process")
    else:
        do = f"Wait; or, where process {holder} hangs, end it: the lock goes with it. Deleting run.lock helps nothing."
        yield Finding(WARNING, "lock", f"a run goes on, or hangs: process {holder}", do)


def _clock(data_dir: Path) -> Iterator[Finding]:
    moments = [moment for run in runs.history(data_dir) if (moment := runs.moment_of(run.get("run_id", "")))]
    if moments and max(moments) > datetime.now(UTC) + timedelta(minutes=2):
        do = "Set the machine's clock: runs are named after the last one until time has caught up."
        yield Finding(
            WARNING, "clock", f"the last run is of {max(moments):%Y-%m-%d %H:%M} UTC, which is yet to come", do
        )
    else:
        yield Finding(OK, "clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, after every run of the log")


def _published(data_dir: Path) -> Iterator[Finding]:
    current = data_dir / "published" / "current"
    if not os.path.lexists(current):
        yield Finding(OK, "published", "nothing yet")
        return
    if not current.is_symlink():
        yield Finding(PROBLEM, "published", f"{current} is a folder, not a link", "Move it away and run again.")
        return
    wrong = publish.damaged(current.resolve())
    if wrong:
        do = "`service-kpi build` publishes anew, or point `current` to a set before it."
        yield Finding(PROBLEM, "published", f"{_named(wrong)} of {os.readlink(current)} is damaged or missing", do)
        return
    about = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    by = about["versions"]["service_kpi"]
    said = f"{about['run_id']}, every checksum agrees, by version {by}"
    if Version(by) > Version(__version__):
        do = f"Update service-kpi: this is {__version__}."
        yield Finding(WARNING, "published", said, do)
    else:
        yield Finding(OK, "published", said)


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())


def _size(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


# ---------------------------------------------------------------- the company


def _seeds(settings: Settings) -> Iterator[Finding]:
    seeds.check(settings.company_dir, settings.reporting_currency)
    own = seeds.company_seeds(settings.company_dir)
    yield Finding(OK, "seeds", f"{', '.join(own) or 'none of its own'}")


def _sources(settings: Settings) -> Iterator[Finding]:
    for source in settings.sources:
        try:
            files = land.look(settings, source)
        except UserError as error:
            yield Finding(PROBLEM, "source folders", str(error))
            continue
        shut = [str(path) for path in files if not os.access(path, os.R_OK)]
        if shut:
            yield Finding(PROBLEM, "source folders", f"{_named(shut)} cannot be read", "Correct its permissions.")
        elif not files and not settings.landing_dir.exists():
            do = "Put export files there, or correct `folder` in the settings."
            yield Finding(PROBLEM, "source folders", f"{source.folder} holds no export, and nothing has landed", do)
        else:
            yield Finding(OK, "source folders", f"{source.folder}: {len(files)} files to land")


def _salt(settings: Settings) -> Iterator[Finding]:
    key = privacy.salted(settings)
    yield Finding(OK, "salt", f"set, fingerprint {key.fingerprint}" if key else "not needed: customers are kept")


def _landing(settings: Settings) -> Iterator[Finding]:
    landed, lost, other = land.condition(settings)
    if not landed:
        yield Finding(OK, "landing", "nothing has landed yet")
        return
    if lost:
        do = "The next run lands what still lies in its folder; put the others back, or `--drop-missing`."
        yield Finding(WARNING, "landing", f"{_named(lost)}: what was landed of it is missing or damaged", do)
    if other:
        do = "The next run lands it anew; what left its folder stops the run: set the salt as it was."
        yield Finding(WARNING, "landing", f"{_named(other)} was landed with another salt or privacy", do)
    if not lost and not other:
        yield Finding(OK, "landing", f"{landed} files, manifest of format {land.FORMAT}")


def _forgotten(settings: Settings) -> Iterator[Finding]:
    waiting = sum(not one.is_finished for one in forget.load(settings))
    if waiting:
        yield Finding(WARNING, "forgotten", f"{waiting} customers are yet to be erased", "`service-kpi run` does it.")
    else:
        yield Finding(OK, "forgotten", f"{len(forget.load(settings))} customers, all erased")


def _ledger(settings: Settings) -> Iterator[Finding]:
    entries = ledger.entries(settings)
    yield Finding(OK, "ledger", f"{entries} runs have something in it, format {ledger.FORMAT}")


def _build_file(settings: Settings) -> Iterator[Finding]:
    if not settings.warehouse.exists():
        yield Finding(OK, "build file", "not there; the next run builds it")
        return
    holder = status.holder(settings.warehouse)
    if holder and holder != status.holder(settings.data_dir / "run.lock"):
        do = "Close it there: BI tools read data/published/current, never the build file."
        yield Finding(PROBLEM, "build file", f"{settings.warehouse} is open in process {holder}", do)
        return
    try:
        duckdb.connect(str(settings.warehouse), read_only=True).close()
    except duckdb.Error as error:
        said = f"{settings.warehouse}: {str(error).splitlines()[0]}"
        yield Finding(PROBLEM, "build file", said, "Delete it, the next run builds it anew.")
        return
    yield Finding(OK, "build file", f"{settings.warehouse}, {_size(settings.warehouse.stat().st_size)}")


def _alert(settings: Settings) -> Iterator[Finding]:
    command, webhook = settings.alert.command, settings.alert.webhook
    if command and not shutil.which(command[0], path=os.pathsep.join([str(settings.company_dir), os.environ["PATH"]])):
        yield Finding(WARNING, "alert", f"{command[0]} is not found", "Correct `alert: command` in the settings.")
    elif command or webhook:
        yield Finding(OK, "alert", f"by {' and '.join([*command[:1], *(['the webhook'] if webhook else [])])}")
    else:
        yield Finding(OK, "alert", "nobody is told of a failure: `alert` in the settings, or status --max-age")
