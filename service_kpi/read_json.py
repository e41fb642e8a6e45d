"""Looks through JSON lines (jsonl, ndjson): one object a line, a column for every key that any line has.

Numbers keep the digits they are written with, and what is nested stays the JSON text it is. The lines are counted
over bytes before anything is landed; a line that cannot be taken as it is becomes a record with its problem.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from json.decoder import scanstring

from .decode import in_its_encoding, nul_byte, open_bytes, utf8_chunks
from .errors import UserError
from .records import LONGEST_RECORD, Export, Record, Records

MOST_KEYS = 5000  # data keyed by an id has a new key a line and would never end
BLANKS = " \t\r\n"
NEXT_KEY, NEXT_VALUE = re.compile(r'[\s,{]*+"'), re.compile(r"\s*+:\s*+")


class _Unfit(Exception):
    """Why a line is not a record."""


class _Broken(_Unfit):
    """It is not even JSON."""


class _Pairs(list):
    """An object's keys and values in their order, keys that stand twice with them."""


DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)


def look_through(file: Export) -> Records:
    """Find out what a file of JSON lines holds, reading all of it: which keys, how many lines.

    Raises UserError where it cannot be read without guessing, is cut short, or does not begin with an object.
    """
    return in_its_encoding(file, partial(_look, file))


def _look(file: Export, head: bytes, encoding: str) -> Records:
    keys: dict[str, None] = {}
    count, last, broken, ended = 0, 0, None, True
    for number, line in _lines(utf8_chunks(file, encoding), file.name):
        if not line.strip(BLANKS.encode()):
            continue
        if b"\0" in line:
            raise nul_byte(file.name, number)
        broken = None
        if not _has_keys_only_of(line, keys):
            try:
                keys |= dict.fromkeys(_fields(line.decode()))
            except _Unfit as unfit:
                broken = unfit if isinstance(unfit, _Broken) else None
                if not count:
                    raise UserError(
                        f"{file.name}: line {number} is no JSON object ({unfit}); in JSON lines each line is one: "
                        "export it so, or as csv."
                    ) from None
        if len(keys) > MOST_KEYS:
            raise UserError(
                f"{file.name}: up to line {number} there are more than {MOST_KEYS} different keys; export it with "
                "the same keys in every line."
            )
        count, last, ended = count + 1, number, line.endswith(b"\n")
    if not count:
        raise UserError(f"{file.name} is empty; export it again, or take it away.")
    if broken and not ended:
        raise UserError(f"{file.name} is cut short: line {last}, the last, breaks off ({broken}); fetch it again.")
    if not keys:
        raise UserError(f"{file.name}: no line holds a key; export it again, or take it away.")
    return Records(
        header=list(keys),
        count=count,
        read=partial(_records, file, encoding, list(keys)),
        encoding=encoding,
    )


def _has_keys_only_of(line: bytes, keys: dict[str, None]) -> bool:
    """Whether a line brings no new key: a quick look that spares most lines the careful one."""
    try:
        found = json.loads(line.decode())
    except (ValueError, RecursionError):
        return False
    return type(found) is dict and found.keys() <= keys.keys()


def _lines(chunks: Iterable[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers and ends, of chunks that are cut anywhere."""
    number, rest = 1, b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield number, line + b"\n"
            number += 1
        if len(rest) > LONGEST_RECORD:
            raise UserError(
                f"{name}: line {number} is longer than {LONGEST_RECORD >> 20} MB; is it one document instead of lines?"
            )
    if rest:
        yield number, rest


def _records(file: Export, encoding: str, keys: list[str]) -> Iterator[Record]:
    """Every line that is not blank, as wide as all keys together."""
    nothing = dict.fromkeys(keys, "")
    with open_bytes(file) as stream, io.TextIOWrapper(stream, encoding, "strict", newline="\n") as text:
        for number, line in enumerate(text, start=1):
            if not line.strip(BLANKS):
                continue
            try:
                cells, problem = [*(nothing | _fields(line)).values()], None
            except _Unfit as unfit:
                cells, problem = [""] * len(keys), f"the line is no JSON object: {unfit}"
            yield Record(number, number, problem, cells)


# ---------------------------------------------------------------- one line


def _fields(line: str) -> dict[str, str]:
    """A line's keys with their values as text. Raises _Unfit."""
    try:
        pairs = DECODER.decode(line.rstrip(BLANKS))
    except json.JSONDecodeError as error:
        raise _Broken(f"{error.msg.removesuffix(' at')} at character {error.pos + 1}") from None
    except RecursionError:
        raise _Unfit("nested too deeply") from None
    if type(pairs) is not _Pairs:
        raise _Unfit("a list" if type(pairs) is list else "a single value")
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Unfit(f"the key {_first_twice(key for key, _ in pairs)} stands twice")
    written: list[str] = []
    for at, (key, value) in enumerate(pairs):
        if type(value) is str:  # numbers too: the decoder leaves them as they are written
            continue
        if value is None:
            fields[key] = ""
        elif value is True or value is False:
            fields[key] = "true" if value else "false"
        else:
            written = written or _as_written(line)
            fields[key] = written[at]
    if "\\u" in line:
        try:
            "".join([*fields, *fields.values()]).encode()
        except UnicodeEncodeError:
            raise _Unfit("an escape stands for half a character") from None
        if any("\0" in key for key in fields):
            raise _Unfit("a key holds a NUL")
    return fields


def _as_written(line: str) -> list[str]:
    """The text of each value of an object that is known to be right."""
    values, at = [], 0
    while found := NEXT_KEY.match(line, at):
        _, at = scanstring(line, found.end())
        begin = NEXT_VALUE.match(line, at).end()
        _, at = DECODER.raw_decode(line, begin)
        values.append(line[begin:at])
    return values


def _first_twice(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    return next(key for key in keys if key in seen or seen.add(key))
