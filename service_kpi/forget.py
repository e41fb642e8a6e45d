"""Forgets a customer: what was landed of one, and every set, build and log that may hold it.

`data/forgotten.json` keeps whom: the pseudonym, never the identifier. It is written first. Landing leaves out whom it
names, in files landed before and in those that come; a run that finds it unfinished takes it to its end.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from . import privacy, runs
from .errors import UserError
from .files import write_whole
from .say import Say
from .settings import Settings
from .sql import sql_file

FORMAT = 1
WHITE_SPACE = " \t\n\r\u00a0\u3000"  # what staging trims


@dataclass(frozen=True)
class Forgotten:
    """A customer who was forgotten."""

    pseudonym: str
    salt: str  # fingerprint of the salt that made it
    forgotten_at: str  # UTC, ISO 8601
    rows: dict[str, int] = field(default_factory=dict)  # table -> landed rows that named the customer then
    is_finished: bool = False


def place(settings: Settings) -> Path:
    return settings.data_dir / "forgotten.json"


def load(settings: Settings) -> list[Forgotten]:
    """Whom this data folder has forgotten. Raises UserError where the file is damaged."""
    path = place(settings)
    if not path.exists():
        return []
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["format"] > FORMAT:
            raise UserError(f"{path} was written by a newer version; use that version.")
        return [Forgotten(**one) for one in written["forgotten"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is damaged ({type(error).__name__}); put a copy back.") from None


def save(settings: Settings, forgotten: list[Forgotten]) -> None:
    text = json.dumps({"format": FORMAT, "forgotten": [asdict(one) for one in forgotten]}, indent=1)
    write_whole(place(settings), text)


def pseudonyms(settings: Settings, key: privacy.Key | None) -> tuple[str, ...]:
    """The pseudonyms to be left out. Raises UserError where they were made with another salt than the present one."""
    forgotten = load(settings)
    if forgotten and key is None:
        key = privacy.key_from_environment(settings)
    others = sum(one.salt != key.fingerprint for one in forgotten)
    if others:
        raise UserError(
            f"{others} of {len(forgotten)} customers in {place(settings)} were forgotten under another salt: set"
            " SERVICE_KPI_SALT to that one; or move the file away and forget them again under the new one."
        )
    return tuple(sorted(one.pseudonym for one in forgotten))


def mark(pseudonyms: tuple[str, ...]) -> str:
    """What tells these from others, beside a landed file that holds none of them; nothing where there are none."""
    return hashlib.sha256("\n".join(pseudonyms).encode()).hexdigest()[:12] if pseudonyms else ""


# ---------------------------------------------------------------- the command


@dataclass(frozen=True)
class Asked:
    """What was found of a customer."""

    rows: dict[str, int]
    is_known: bool  # a landed row or a published set names the customer, or an earlier call did not come to its end


def customer_given(text: str) -> str:
    """The identifier of --customer; `-` reads it from the standard input, so that no history of commands holds it.

    Trimmed as staging trims. Raises UserError where nothing is left.
    """
    customer = (sys.stdin.readline() if text == "-" else text).strip(WHITE_SPACE)
    if not customer:
        raise UserError("--customer is empty: give the identifier as the exports write it, or - to read it from here.")
    return customer


def note(settings: Settings, customer: str) -> Asked:
    """Write down that a customer is to be forgotten, with how many landed rows name one; nothing else is changed."""
    from . import land

    key = privacy.key_from_environment(settings)
    pseudonyms(settings, key)
    pseudonym = pseudonym_of(key, customer)
    forgotten = load(settings)
    before = next((one for one in forgotten if one.pseudonym == pseudonym), None)
    found = land.rows_of(settings, pseudonym)
    rows = Counter(before.rows if before else {}) | Counter(found)
    is_unfinished = before is not None and not before.is_finished
    is_known = bool(found) or is_unfinished or _is_published(settings, [pseudonym, customer])
    now = datetime.now(UTC).isoformat(timespec="seconds")
    one = Forgotten(pseudonym, key.fingerprint, before.forgotten_at if before else now, dict(rows), not is_known)
    save(settings, [other for other in forgotten if other.pseudonym != pseudonym] + [one])
    return Asked(dict(rows), is_known)


def tell(settings: Settings, say: Say, asked: Asked) -> None:
    """What was noted, and what this cannot reach."""
    if asked.is_known:
        rows = ", ".join(f"{table} {count}" for table, count in sorted(asked.rows.items())) or "none"
        say.line(f"forget: landed rows that named this customer: {rows}")
    else:
        say.line(
            "forget: no landed row and no published set names this customer; files that land later will not either"
        )
    folders = ", ".join(sorted({str(source.folder) for source in settings.sources}))
    say.note(
        f"not reached: the exports themselves ({folders}), backups, what BI tools and people have copied: erase it"
        " there."
    )


def pseudonym_of(key: privacy.Key, customer: str) -> str:
    """As DuckDB makes it (privacy.hashed)."""
    inner = hashlib.sha256(key.inner + customer.encode()).digest()
    return hashlib.sha256(key.outer + inner).hexdigest()[:32]


def _is_published(settings: Settings, keys: list[str]) -> bool:
    """Whether a published set has a profile of the customer."""
    with duckdb.connect() as reader:
        for profiles in settings.published_dir.glob("*/customer_profiles.parquet"):
            query = f"select count(*) from read_parquet({sql_file(profiles)}) where list_contains($keys, customer_key)"
            if reader.execute(query, {"keys": keys}).fetchone()[0]:
                return True
    return False


# ---------------------------------------------------------------- within a run


def prepare(settings: Settings) -> None:
    """Where somebody is yet to be forgotten: remove the build and what dbt wrote, which the run makes anew."""
    if any(not one.is_finished for one in load(settings)):
        for path in settings.warehouse.parent.glob("*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name in ("target", "logs"):
            shutil.rmtree(settings.data_dir / name, ignore_errors=True)


def finish(settings: Settings, run_id: str) -> None:
    """After a green run: remove every earlier published set, and what the log of runs says of whom was forgotten."""
    forgotten = load(settings)
    unfinished = [one for one in forgotten if not one.is_finished]
    if not unfinished:
        return
    for path in settings.published_dir.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name != run_id:
            shutil.rmtree(path)
    names = functools.partial(_names, pseudonyms=[one.pseudonym for one in unfinished])
    logged = runs.history(settings.data_dir)
    runs.rewrite(settings.data_dir, [run | ({"message": privacy.FORGOTTEN} if names(run) else {}) for run in logged])
    save(settings, [Forgotten(**asdict(one) | {"is_finished": True}) for one in forgotten])


def _names(run: dict, pseudonyms: list[str]) -> bool:
    return any(pseudonym in (run["message"] or "") for pseudonym in pseudonyms)
