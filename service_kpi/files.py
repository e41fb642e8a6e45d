"""Files that are whole or not there: written beside their place, synced, renamed into it."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

FULL = os.strerror(errno.ENOSPC)


def write_whole(path: Path, text: str) -> None:
    """Replace `path` by `text` (UTF-8) in one step; a kill leaves the old file or the new one, a full disk the old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)  # what was half written takes room that others need
        raise
    sync_folder(path.parent)


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Raise the OSError of a full disk as such where DuckDB wraps it into an error of its own, of whatever class."""
    try:
        yield
    except duckdb.Error as error:
        if FULL in str(error):
            raise OSError(errno.ENOSPC, FULL) from error
        raise


def sha256(path: Path) -> str:
    """The checksum of a file's content, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_below(folder: Path, parts: Iterable[str]) -> str:
    """A digest of what lies in a folder, of these files and whatever is below these folders: names and content."""
    digest = hashlib.sha256()
    for part in parts:
        place = folder / part
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(folder).as_posix()} {sha256(path)}\n".encode())
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Have the disk hold a file's content before anything names it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the disk hold a folder's names."""
    sync(folder)
