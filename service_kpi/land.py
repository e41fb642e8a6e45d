"""Lands the exports of a company: finds the files, reads each new or changed one, remembers what was landed.

Landing is durable memory. `manifest.json` names every landed file; Parquet files and manifest are written beside
their place, synced and renamed, so an end at any moment leaves a whole landing and the next run goes on from there.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import duckdb

from . import forget, retention
from .contract import Table
from .errors import UserError
from .files import full_disk_told, sha256, sync, write_whole
from .forms import groups_by_points
from .privacy import Guard, key_from_environment, salted
from .readers import KINDS, kind_of, read_file
from .settings import Settings, Source
from .sql import sql_file, sql_name, sql_text

FORMAT = 1  # of the manifest
READING = 2  # raised when readers come to land the same bytes as other rows: every file is then landed anew
COPYING = (".part", ".tmp", ".crdownload")
SETTLE_SECONDS = 1.0  # a file whose size or time changes within them is still being copied
RECENT_SECONDS = 3.0  # files changed longer ago are not waited for
SAVE_SECONDS = 5.0  # the manifest is saved at least so often
AT_A_TIME = 2  # files that are read side by side
MEMORY = "1GB"  # of DuckDB; it fills what it may with buffers
# Of an _Entry, in the manifest.
KEPT_BESIDE = ("seen", "shape", "parquet_bytes", "notes", "privacy", "forgotten", "parquet_sha256")
SPILL = "spill.tmp"  # the folder where DuckDB puts what does not fit in there
ANY_EXPORT = ("updated_at", "is_deleted")  # every export may carry them and few do: their absence is no news


@dataclass(frozen=True)
class LandedFile:
    """One export file as it was landed."""

    source: str
    table: str
    file: str  # path below the source's folder, with slashes
    file_order: int  # among the files of its table, x9 before x10; 0 for the first
    sha256: str  # of the file as it lay there
    bytes: int
    rows: int
    records: int  # counted apart from the reader
    encoding: str | None
    format: str
    delimiter: str | None
    landed_at: str  # UTC, ISO 8601
    columns: tuple[str, ...]  # as landed, without _file, _row, _line, _problem; all of them declared
    parquet: str  # path below the landing folder
    in_force: bool  # False for the earlier files of a table that is delivered in full
    root: str  # the source's folder, seen from the data folder: only files of the present folders count
    unknown: tuple[str, ...] = ()  # columns that nobody declared and that were not landed


@dataclass(frozen=True)
class Landing:
    """What has landed and counts now."""

    files: list[LandedFile]
    notes: list[str]
    new: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Found:
    """A file that lies in a source's folder."""

    source: Source
    table: Table
    file: str
    path: Path


@dataclass
class _Entry:
    """A file in the manifest: as landed, and what tells that it has not changed."""

    landed: LandedFile
    seen: list[int] | None  # size, mtime_ns, ctime_ns, inode when it was hashed; None: hash again
    shape: str  # digest of the settings that shape how it is read
    parquet_bytes: int
    notes: list[str]
    privacy: str | None = None  # how its cells were landed (Guard.mark)
    forgotten: str = ""  # of whom it holds nothing (forget.mark)
    parquet_sha256: str | None = None  # None: landed by an earlier version, which did not say

    @property
    def key(self) -> tuple[str, str, str]:
        return self.landed.root, self.landed.source, self.landed.file


def land(settings: Settings, tell: Callable[[str], None] = lambda line: None, drop_missing: bool = False) -> Landing:
    """Land every new or changed file of the company's sources.

    tell: is called with a line of progress before each file that is read; drop_missing: forget landed files that
    are no longer in their folder, instead of counting them on. Raises UserError with one line.
    """
    try:
        return _Lander(settings, tell).run(drop_missing)
    except OSError as error:
        where = error.filename or settings.landing_dir
        cure = ": make room and run again" if error.errno == errno.ENOSPC else ""
        raise UserError(f"{where}: {error.strerror or error}{cure}.") from error


def landed_before(settings: Settings) -> list[LandedFile]:
    """The files that count now, as the manifest has them, without a look at their folders.

    Raises UserError where nothing was landed yet or a landed file is damaged.
    """
    lander = _Lander(settings, lambda line: None)
    lander.entries = lander._load()
    files = lander._counting()
    if not files:
        raise UserError(
            f"nothing was landed in {settings.data_dir} from {', '.join(str(s.folder) for s in settings.sources)} yet:"
            " run `service-kpi land` or `service-kpi run`, with the same --company and --exports."
        )
    if any(not one.is_finished for one in forget.load(settings)):
        raise UserError(
            "a customer is yet to be forgotten: `service-kpi run` does it, with the files as they were landed."
        )
    for entry in lander._present():
        if not lander._is_whole(entry):
            raise UserError(
                f"{lander.dir / entry.landed.parquet} is missing or damaged: `service-kpi land` lands it anew."
            )
    return files


def rows_of(settings: Settings, pseudonym: str) -> dict[str, int]:
    """Table -> landed rows that name the customer of a pseudonym. Raises UserError where the salt is not set."""
    return _Lander(settings, lambda line: None).rows_of(pseudonym)


def look(settings: Settings, source: Source) -> list[Path]:
    """The files of a source that a run would land. Raises UserError for a file that it would refuse by its name."""
    return [one.path for one in _Lander(settings, lambda line: None)._find(source)]


def condition(settings: Settings) -> tuple[int, list[str], list[str]]:
    """How many files have landed; which of them are damaged, and which were landed with another salt or privacy.

    Raises UserError where the manifest cannot be read or the salt is missing.
    """
    lander = _Lander(settings, lambda line: None)
    lander.entries, guards = lander._load(), lander._guards()
    present = lander._present()
    lost = [entry.landed.file for entry in present if not lander._is_whole(entry)]
    marks = {entry.key: guards[entry.landed.source, entry.landed.table].mark(entry.landed.columns) for entry in present}
    return len(present), lost, [entry.landed.file for entry in present if entry.privacy != marks[entry.key]]


class _Lander:
    def __init__(self, settings: Settings, tell: Callable[[str], None]) -> None:
        self.settings = settings
        self.tell = tell
        self.dir = settings.landing_dir
        self.notes: list[str] = []
        self.whole: dict[str, tuple] = {}  # landed files that were found whole
        self.new = self.unchanged = 0

    def run(self, drop_missing: bool) -> Landing:
        self.guards = self._guards()
        found = [one for source in self.settings.sources for one in self._find(source)]
        self.dir.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.dir / SPILL, ignore_errors=True)
        for leftover in self.dir.rglob("*.tmp"):
            leftover.unlink()
        self.entries = self._load()
        with _engine(self.dir) as engine:
            self._land_changed(engine, found)
            self._forget(engine)
            self._let_go_of_rejects(engine)
        self._settle_missing(found, drop_missing)
        files = self._counting()
        if not files:
            self._nothing()
        self._save()
        self._sweep()
        return Landing(files, self._column_notes(files) + self.notes, self.new, self.unchanged)

    def _guards(self) -> dict[tuple[str, str], Guard]:
        """Source and table -> how its cells are landed. Raises UserError where the salt for it is missing."""
        key = salted(self.settings)
        self.forgotten = forget.pseudonyms(self.settings, key)
        if self.forgotten and key is None:
            key = key_from_environment(self.settings)
        return {
            (source.name, table.name): Guard(table, self.settings.privacy, key, self.forgotten)
            for source in self.settings.sources
            for table in source.tables.values()
        }

    # ------------------------------------------------------------ finding

    def _find(self, source: Source) -> Iterator[_Found]:
        """The files of a source that are to be landed. Raises UserError for a name that belongs to no table."""
        for file, path in _walk(source.folder, source.ignore):
            if file.casefold().endswith(COPYING):
                self.notes.append(f"{file} waits for the next run: its name says that it is still being copied")
                continue
            table = table_of(file, source)
            if table is None:
                raise UserError(
                    f"{path}: the name belongs to no table of the source {source.name}; name it <table>.csv or "
                    f"<table>_<anything>.csv with one of {', '.join(source.tables)}, or list it under `ignore` in "
                    "the settings."
                )
            if path.is_dir():
                raise UserError(f"{path} is a folder, though its name is a file's; rename it.")
            if kind_of(file) is None:
                raise UserError(
                    f"{path} is of no kind that is read ({', '.join(KINDS)}); export it as one of them, or list it "
                    "under `ignore` in the settings."
                )
            if not path.exists():
                raise UserError(
                    f"{path} is a link to a file that does not exist; put the file there or remove the link."
                )
            if not path.is_file():
                raise UserError(f"{path} is no ordinary file; remove it.")
            _fits_its_forms(source, table, file, path)
            yield _Found(source, source.tables[table], file, path)

    # ------------------------------------------------------------ landing

    def _land_changed(self, engine: duckdb.DuckDBPyConnection, found: list[_Found]) -> None:
        """Land what is new or changed. Unchanged is decided by size, both times and inode, else by the content's hash.

        A write moves the change time whatever is done to the modification time, so a file with the same four is
        the same; a file touched in the last seconds is hashed again the next time, since clocks tick coarsely.
        """
        changed = []
        for one in found:
            entry = self.entries.get((_root(self.settings, one.source), one.source.name, one.file))
            if entry and entry.shape == self._shape(one) and entry.seen == _seen(one.path) and self._is_whole(entry):
                self._keep(entry)
            else:
                changed.append((one, entry))
        waiting = _still_copied([one.path for one, _ in changed])
        for one, _ in changed:
            if one.path in waiting:
                self._wait(one)
        changed = [(one, entry) for one, entry in changed if one.path not in waiting]
        saved = time.monotonic()
        landed: dict[Path, _Entry | None] = {}

        def keep(one: _Found, read: _Entry | None) -> None:
            nonlocal saved
            landed[one.path] = read
            if read:
                self.entries[read.key] = read
            if time.monotonic() - saved > SAVE_SECONDS:
                self._save()
                saved = time.monotonic()

        try:
            _two_at_a_time(engine, self._read_changed, changed, keep)
        except OSError:
            raise  # the disk may be full
        except BaseException:
            self._save()  # what landed before the bad file, or before Ctrl-C, need not be read again
            raise
        for one, entry in changed:
            read = landed[one.path]
            if read is None:
                self._wait(one)
            elif read is entry:
                self._keep(entry)
            else:
                self.notes += read.notes
                self.new += 1

    def _read_changed(self, engine: duckdb.DuckDBPyConnection, one: _Found, entry: _Entry | None) -> _Entry | None:
        """What the manifest is to say of a file: as before where its bytes are the same, else as it is landed now; None
        where it is still being copied. Runs beside others: nothing but the entry given is changed."""
        before = _seen(one.path)
        digest = sha256(one.path)
        if entry and entry.shape == self._shape(one) and entry.landed.sha256 == digest and self._is_whole(entry):
            entry.seen = before if _is_old(before) else None
            return entry
        self.tell(f"landing {one.file} ({_size(before[0])})")
        return self._land_one(engine, one, digest, before)

    def _land_one(
        self, engine: duckdb.DuckDBPyConnection, one: _Found, digest: str, before: list[int]
    ) -> _Entry | None:
        root, shape = _root(self.settings, one.source), self._shape(one)
        guard = self.guards[one.source.name, one.table.name]
        # The name stands for all that shapes the content: the bytes, the path (it is in `_file`), how they are read.
        sha12 = hashlib.sha256(f"{digest}\n{one.file}\n{shape}".encode()).hexdigest()[:12]
        parquet = PurePosixPath(one.source.name, one.table.name, f"{sha12}.parquet")
        target = self.dir / parquet
        try:
            how = (one.source.header_row, one.source.sheet, guard)
            read = read_file(engine, one.path, one.file, one.table, target, *how)
        except UserError:
            if _seen(one.path) == before:
                raise
        if _seen(one.path) != before:  # written to while it was read: what was read of it, or refused, says nothing
            return None
        return _Entry(
            landed=LandedFile(
                source=one.source.name,
                table=one.table.name,
                file=one.file,
                file_order=0,
                sha256=digest,
                bytes=before[0],
                rows=read.rows,
                records=read.records,
                encoding=read.encoding,
                format=read.kind,
                delimiter=read.delimiter,
                landed_at=datetime.now(UTC).isoformat(timespec="seconds"),
                columns=read.columns,
                parquet=str(parquet),
                in_force=True,
                root=root,
                unknown=read.unknown,
            ),
            seen=before if _is_old(before) else None,
            shape=shape,
            parquet_bytes=target.stat().st_size,
            notes=list(read.notes),
            privacy=guard.mark(read.columns),
            forgotten=forget.mark(self.forgotten),
            parquet_sha256=sha256(target),
        )

    def _shape(self, one: _Found) -> str:
        """What besides its bytes shapes how a file is landed: a change of it lands the file anew."""
        table, source = one.table, one.source
        mark = self.guards[source.name, table.name].mark(table.columns)
        text = json.dumps([READING, table.name, table.columns, table.required, source.header_row, source.sheet, mark])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _keep(self, entry: _Entry) -> None:
        self.unchanged += 1
        self.notes += entry.notes

    def _wait(self, one: _Found) -> None:
        self.notes.append(f"{one.file} waits for the next run: it is still being copied")

    def _is_whole(self, entry: _Entry) -> bool:
        """Whether the Parquet file is there and what was landed: by its size and checksum. Read once a landing."""
        landed, parquet = entry.landed.parquet, self.dir / entry.landed.parquet
        told = entry.parquet_bytes, entry.parquet_sha256
        if self.whole.get(landed) != told:
            try:
                with parquet.open("rb") as file:
                    begins = file.read(4)
                    file.seek(-4, os.SEEK_END)
                    if not begins == file.read(4) == b"PAR1" or file.tell() != entry.parquet_bytes:
                        return False
                if entry.parquet_sha256 not in (None, sha256(parquet)):
                    return False
            except OSError:
                return False
            self.whole[landed] = told
        return True

    # ------------------------------------------------------------ forgetting

    def _forget(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Take out of the landed files what they hold of customers that were forgotten since they were landed."""
        mark = forget.mark(self.forgotten)
        for entry in self._naming_customers():
            guard = self.guards[entry.landed.source, entry.landed.table]
            if entry.forgotten != mark and self._rows_of(engine, entry, guard):
                self._rewrite(engine, entry, mark, *guard.forget(self._landed(entry), entry.landed.columns))
            entry.forgotten = mark

    def _let_go_of_rejects(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Of rows that were rejected and have been kept long enough keep where they stood and why, and no cell."""
        if "rejects" not in self.settings.privacy.retention_days:
            return
        rejected = retention.rejected_rows(self.settings)
        for entry in self._present():
            landed = entry.landed
            rows = rejected.get((landed.source, landed.file, landed.sha256), {})
            if not rows or not retention.is_over(self.settings, "rejects", landed.landed_at):
                continue
            given = {"rows": list(rows), "reasons": list(rows.values())}
            joined = (
                f"select * from ({self._landed(entry)}) left join (select unnest($rows::bigint[]) as _row,"
                " unnest($reasons::varchar[]) as _reason) using (_row)"
            )
            gone = "_reason is not null and _problem is null"
            ((count,),) = engine.execute(f"select count(*) from ({joined}) where {gone}", given).fetchall()
            if count:
                cells = ", ".join(
                    f"case when not ({gone}) then {sql_name(column)} end as {sql_name(column)}"
                    for column in landed.columns
                )
                query = (
                    f"select {cells}, _file, _row, _line, case when {gone} then '{retention.KEPT_REASON}'"
                    f" || _reason else _problem end as _problem from ({joined}) order by _row"
                )
                self._rewrite(engine, entry, "rejects", query, given)

    def rows_of(self, pseudonym: str) -> dict[str, int]:
        """Table -> landed rows that name a customer."""
        known_by = {"key": key_from_environment(self.settings), "forgotten": (pseudonym,)}
        self.guards = {place: replace(guard, **known_by) for place, guard in self._guards().items()}
        self.entries = self._load()
        rows: dict[str, int] = {}
        with _engine(self.dir) as engine:
            for entry in self._naming_customers():
                found = self._rows_of(engine, entry, self.guards[entry.landed.source, entry.landed.table])
                rows[entry.landed.table] = rows.get(entry.landed.table, 0) + found
        return {table: count for table, count in rows.items() if count}

    def _naming_customers(self) -> list[_Entry]:
        """The entries of tables that name customers, also of folders that are not the present ones."""
        places = {place for place, guard in self.guards.items() if guard.names_customers()}
        return [
            entry
            for entry in self.entries.values()
            if (entry.landed.source, entry.landed.table) in places and self._is_whole(entry)
        ]

    def _rows_of(self, engine: duckdb.DuckDBPyConnection, entry: _Entry, guard: Guard) -> int:
        theirs, parameters = guard.theirs(entry.landed.columns)
        return engine.execute(f"select count(*) from ({self._landed(entry)}) where {theirs}", parameters).fetchone()[0]

    def _landed(self, entry: _Entry) -> str:
        return f"from read_parquet({sql_file(self.dir / entry.landed.parquet)}, hive_partitioning = false)"

    def _rewrite(
        self, engine: duckdb.DuckDBPyConnection, entry: _Entry, why: str, query: str, parameters: dict
    ) -> None:
        """Put a landed file by another of as many rows in its place, under a name of its own."""
        sha12 = hashlib.sha256(f"{entry.landed.parquet}\n{why}".encode()).hexdigest()[:12]
        parquet = PurePosixPath(entry.landed.parquet).with_name(f"{sha12}.parquet")
        target = self.dir / parquet
        unfinished = target.with_name(target.name + ".tmp")
        with full_disk_told():
            copy = f"copy ({query}) to {sql_text(unfinished)} (format parquet, compression zstd)"
            (rows,) = engine.execute(copy, parameters).fetchone()
        if rows != entry.landed.rows:
            raise UserError(
                f"{entry.landed.file}: {rows} of its {entry.landed.rows} landed rows were found; land it anew."
            )
        sync(unfinished)
        os.replace(unfinished, target)
        sync(target.parent)
        entry.landed = replace(entry.landed, parquet=str(parquet))
        entry.parquet_bytes, entry.parquet_sha256 = target.stat().st_size, sha256(target)

    # ------------------------------------------------------------ what counts

    def _settle_missing(self, found: list[_Found], drop_missing: bool) -> None:
        """Files that left their folder stay and are named, or are let go."""
        there = {(_root(self.settings, one.source), one.source.name, one.file) for one in found}
        present = self._present()
        old = [
            entry.landed.file
            for entry in present
            if entry.key in there and retention.is_over(self.settings, "landing", entry.landed.landed_at)
        ]
        if old:
            self.notes.append(
                "landed longer ago than is kept (retention_days: landing), and stays while it lies in its folder:"
                f" {', '.join(old[:5])}{' ...' * (len(old) > 5)}"
            )
        for entry in present:
            if entry.key in there:
                continue
            file = entry.landed.file
            if retention.is_over(self.settings, "landing", entry.landed.landed_at):
                del self.entries[entry.key]
                self.notes.append(f"{file} is no longer in the folder and was let go: landed longer ago than is kept")
            elif drop_missing:
                del self.entries[entry.key]
                self.notes.append(f"{file} is no longer in the folder and was let go")
            elif not self._is_whole(entry):
                raise UserError(
                    f"{self.dir / entry.landed.parquet} is missing or damaged, and {file}, of which it was made, is "
                    "no longer in the folder; put the file back, or land with --drop-missing."
                )
            elif entry.privacy != self.guards[entry.landed.source, entry.landed.table].mark(entry.landed.columns):
                raise UserError(
                    f"{file} was landed with another salt or other privacy settings and is no longer in the folder:"
                    " put it back, set them as they were, or let go of it with --drop-missing."
                )
            else:
                self.notes.append(f"{file} is no longer in the folder; what was landed of it still counts")

    def _present(self) -> list[_Entry]:
        """The entries of this company's present folders and tables."""
        tables = {
            (_root(self.settings, source), source.name, table)
            for source in self.settings.sources
            for table in source.tables
        }
        return [
            entry
            for entry in self.entries.values()
            if (entry.landed.root, entry.landed.source, entry.landed.table) in tables
        ]

    def _counting(self) -> list[LandedFile]:
        """The landed files that count, in order, with their order and whether they are in force."""
        files: list[LandedFile] = []
        for source in self.settings.sources:
            for table in source.tables:
                mine = [
                    entry.landed
                    for entry in self._present()
                    if (entry.landed.source, entry.landed.table) == (source.name, table)
                ]
                mine.sort(key=lambda landed: natural(landed.file))
                full = source.delivery_of(table) == "full"
                files += [
                    replace(landed, file_order=at, in_force=not full or at == len(mine) - 1)
                    for at, landed in enumerate(mine)
                ]
        return files

    def _nothing(self) -> None:
        folders = ", ".join(str(source.folder) for source in self.settings.sources)
        if waiting := [note for note in self.notes if "waits" in note]:
            raise UserError(f"nothing to land yet in {folders}: {'; '.join(waiting)}.")
        raise UserError(
            f"nothing to land: {folders} holds no export; put files there named after their table, such as "
            f"{next(iter(self.settings.sources[0].tables), 'calls')}.csv."
        )

    def _column_notes(self, files: list[LandedFile]) -> list[str]:
        """Which declared columns no file or not every file has, and which columns nobody declared: once per table."""
        notes = []
        for source in self.settings.sources:
            for table in source.tables.values():
                mine = [f for f in files if (f.source, f.table) == (source.name, table.name) and f.in_force]
                headers, unknown_to_us = [set(f.columns) for f in mine], [f.unknown for f in mine]
                odd = {f.encoding for f in files if (f.source, f.table) == (source.name, table.name)}
                odd -= {None, "utf-8", "utf-8-sig"}
                if odd:
                    notes.append(f"{table.name}: files read as {', '.join(sorted(odd)).upper()}")
                if not headers or not table.columns:
                    continue
                declared = [column for column in table.columns if column not in ANY_EXPORT]
                missing = [column for column in declared if not any(column in header for header in headers)]
                partly = [c for c in declared if c not in missing and not all(c in header for header in headers)]
                unknown = sorted(set().union(*unknown_to_us)) if source.name == "standard" else []
                for columns, what in (
                    (missing, "optional columns in no file"),
                    (partly, "optional columns in some files only"),
                    (unknown, "columns the contract does not know, not landed"),
                ):
                    if columns:
                        notes.append(f"{table.name}: {what}: {', '.join(columns)}")
        return notes

    # ------------------------------------------------------------ the manifest

    @property
    def _manifest(self) -> Path:
        return self.dir / "manifest.json"

    def _load(self) -> dict[tuple[str, str, str], _Entry]:
        if not self._manifest.exists():
            return {}
        names = {one.name for one in fields(LandedFile)}
        try:
            written = json.loads(self._manifest.read_text(encoding="utf-8"))
            if written["format"] > FORMAT:
                raise UserError(
                    f"{self._manifest} was written by a newer version; use that version, or another data folder."
                )
            entries = []
            for one in written["files"]:
                landed = {key: value for key, value in one.items() if key in names}
                landed |= {"columns": tuple(landed["columns"]), "unknown": tuple(landed.get("unknown", ()))}
                landed |= {"file_order": 0, "in_force": True}
                known = (
                    one["seen"],
                    one["shape"],
                    one["parquet_bytes"],
                    one["notes"],
                    one.get("privacy"),
                    one.get("forgotten", ""),
                    one.get("parquet_sha256"),
                )
                entries.append(_Entry(LandedFile(**landed), *known))
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"{self._manifest} is damaged ({error!r}); put a copy back, or move the folder {self.dir} away to "
                "land every file anew."
            ) from None
        return {entry.key: entry for entry in entries}

    def _save(self) -> None:
        """Write the manifest in one step. file_order and in_force follow from the others and are not kept."""
        files = []
        for entry in sorted(self.entries.values(), key=lambda entry: entry.key):
            landed = {
                key: value for key, value in asdict(entry.landed).items() if key not in ("file_order", "in_force")
            }
            files.append(landed | {name: getattr(entry, name) for name in KEPT_BESIDE})
        text = json.dumps({"format": FORMAT, "files": files}, ensure_ascii=False, indent=1)
        if self._manifest.exists() and self._manifest.read_text(encoding="utf-8") == text:
            return
        write_whole(self._manifest, text)

    def _sweep(self) -> None:
        """Remove Parquet files that no entry names: of replaced or dropped files, or of a run that was cut short."""
        named = {entry.landed.parquet for entry in self.entries.values()}
        for path in self.dir.glob("*/*/*.parquet"):
            if path.relative_to(self.dir).as_posix() not in named:
                path.unlink()


# ---------------------------------------------------------------- names


def table_of(file: str, source: Source) -> str | None:
    """The table a file belongs to: by the source's patterns, else by its folder, else by its name; None for none.

    file: path below the source's folder. The longest table name wins: service_requests_1.csv is no `service`.
    Raises UserError where the patterns of two tables match.
    """
    by_pattern = [
        table for table, patterns in source.files.items() if any(_matches(file, pattern) for pattern in patterns)
    ]
    if len(by_pattern) > 1:
        raise UserError(
            f"{file} matches the file patterns of {' and '.join(by_pattern)} of the source {source.name}; narrow "
            "them in the settings."
        )
    if by_pattern:
        return by_pattern[0]
    folder, _, rest = file.casefold().partition("/")
    for table in sorted(source.tables, key=len, reverse=True):
        name = table.casefold()
        if (rest and folder == name) or (not rest and re.match(re.escape(name) + r"[._-]", folder)):
            return table
    return None


def _fits_its_forms(source: Source, table: str, file: str, path: Path) -> None:
    """Raise UserError where a file holds numbers as such and a form would read their point as the mark of thousands."""
    if not kind_of(file).startswith(("csv", "tsv")):
        for column, form in source.forms.get(table, {}).items():
            if groups_by_points(form):
                raise UserError(
                    f"{path} holds numbers as such, and {column} is declared as {form}, in which its 1.234 would be"
                    f" 1234; export it as CSV, or declare {column} as iso under `forms`."
                )


def natural(file: str) -> tuple:
    """The order of paths in which x9 comes before x10."""
    parts = re.split(r"([0-9]+)", file)  # every second one is a number
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), file


GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _matches(file: str, pattern: str) -> bool:
    """Whether a path matches a glob, in any case: `*` and `?` stay within a folder, `**/` crosses folders."""
    expression = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?|\[[^]]+])", pattern):
        if len(part) > 2 and part[0] == "[" and part[-1] == "]":
            expression += "[" + ("^" + part[2:] if part[1] == "!" else part[1:])
        else:
            expression += GLOB.get(part, re.escape(part))
    try:
        return re.fullmatch(expression, file, re.IGNORECASE | re.DOTALL) is not None
    except re.error as error:
        raise UserError(f"the file pattern {pattern} in the settings cannot be read: {error}.") from None


def _walk(folder: Path, ignore: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Every file below a folder that is neither hidden nor ignored, and folders that are named like a file."""
    if not folder.is_dir():
        raise UserError(f"{folder} does not exist or is no folder; make it, or correct `folder` in the settings.")
    seen: set[str] = set()

    def stop(error: OSError) -> None:
        raise UserError(f"{error.filename} cannot be read: {error.strerror}.")

    for parent, folders, files in os.walk(folder, followlinks=True, onerror=stop):
        real = os.path.realpath(parent)
        if real in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*sorted(files), *folders]:
            path = Path(parent, name)
            file = path.relative_to(folder).as_posix()
            hidden = name.startswith((".", "~$")) or name.casefold() in ("thumbs.db", "desktop.ini")
            if hidden or _ignored(file, ignore):
                if name in folders:
                    folders.remove(name)
                continue
            if name not in folders or kind_of(name):
                yield file, path


def _ignored(file: str, ignore: tuple[str, ...]) -> bool:
    """Whether a pattern names the path, the file's own name, or a folder above it."""
    above = [file, *(str(parent) for parent in PurePosixPath(file).parents)][:-1]
    return any(
        fnmatch.fnmatchcase(PurePosixPath(file).name, pattern)
        or any(_matches(path, pattern.rstrip("/")) for path in above)
        for pattern in ignore
    )


# ---------------------------------------------------------------- small things


def _root(settings: Settings, source: Source) -> str:
    # By place, not by name: renaming the company changes nothing, two companies never mix, and a checkout that moves
    # with its data keeps its memory.
    return os.path.relpath(source.folder.resolve(), settings.data_dir.resolve())


def _seen(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _is_old(seen: list[int]) -> bool:
    """Whether a file was last changed so long ago that a later change gets another time."""
    return max(seen[1], seen[2]) < (time.time() - 2) * 1e9


def _still_copied(paths: list[Path]) -> set[Path]:
    """The files that change while we wait for a moment, all at once; only those changed just now are looked at."""
    recent = [path for path in paths if path.stat().st_mtime > time.time() - RECENT_SECONDS]
    before = {path: _seen(path) for path in recent}
    if recent:
        time.sleep(SETTLE_SECONDS)
    return {path for path, seen in before.items() if not path.exists() or _seen(path) != seen}


def _two_at_a_time(
    engine: duckdb.DuckDBPyConnection,
    read: Callable[[duckdb.DuckDBPyConnection, _Found, _Entry | None], _Entry | None],
    changed: list[tuple[_Found, _Entry | None]],
    keep: Callable[[_Found, _Entry | None], None],
) -> None:
    """Give what `read` makes of each file to `keep` as it comes: the largest first, each on a connection of its own.

    The rows of a file are counted in their order, which is the work of one processor: two files keep two busy. Where
    one fails no other is begun, and what is being read is taken to its end and kept; Ctrl-C does not wait for it.
    """
    largest_first = sorted(changed, key=lambda pair: -pair[0].path.stat().st_size)
    connections = [engine.cursor() for _ in changed]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        begun = {pool.submit(read, at, *pair): pair[0] for at, pair in zip(connections, largest_first, strict=True)}
        try:
            for done in as_completed(begun):
                keep(begun[done], done.result())
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            for connection in connections if not isinstance(error, Exception) else ():
                connection.interrupt()
            pool.shutdown()
            for done, one in begun.items():
                if not done.cancelled() and not done.exception():
                    keep(one, done.result())
            raise


@contextlib.contextmanager
def _engine(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = folder / SPILL
    spill.mkdir(mode=0o700, parents=True, exist_ok=True)  # what the exports hold, for us alone
    try:
        with duckdb.connect() as engine:
            engine.execute(f"set memory_limit = '{MEMORY}'")
            engine.execute("set global TimeZone = 'UTC'")  # of moments within nested columns
            engine.execute("set preserve_insertion_order = true")  # _row is counted in the order of the file
            engine.execute("set temp_directory = ?", [str(spill)])
            yield engine
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
