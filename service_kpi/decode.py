"""The text of an export file: unpacked where it is gzip, its encoding found out, decoded strictly from end to end."""

from __future__ import annotations

import codecs
import gzip
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from .errors import UserError
from .records import Export
from .runs import stop_if_asked

T = TypeVar("T")

CHUNK = HEAD = 1 << 20  # bytes read at a time, and to find the header in
AS_UTF8 = "save it as UTF-8 (a spreadsheet calls it CSV UTF-8)"
FOREIGN = {
    b"PK\x03\x04": ("a zip file or a spreadsheet", ".xlsx or .ods if it is one"),
    b"\xd0\xcf\x11\xe0": ("an old Office file", ".xlsx after saving it as such"),
    b"\x1f\x8b": ("a gzip file", "{kind}.gz if it is one"),
    b"PAR1": ("a Parquet file", ".parquet"),
}
NO_TABLE = (b"<!doctype", b"<html", b"<?xml", b"%pdf-")  # a sign-in page is often what was saved


class _Implausible(Exception):
    """The bytes can be decoded so, but no export reads like that."""


def in_its_encoding(file: Export, look: Callable[[bytes, str], T]) -> T:
    """What `look` makes of the file's head and the first encoding that suits the whole file.

    `look` has to read all of `utf8_chunks`. Raises UserError where the file cannot be read without guessing.
    """
    try:
        return _in_its_encoding(file, look)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UserError(f"{file.name} is not a whole gzip file ({error}); fetch it again.") from None


def _in_its_encoding(file: Export, look: Callable[[bytes, str], T]) -> T:
    with file.path.open("rb") as stream:
        is_gzip = stream.read(2) in (b"", b"\x1f\x8b")
    if file.kind.endswith(".gz") and not is_gzip:
        raise UserError(f"{file.name} is no gzip file; name it .{file.kind.removesuffix('.gz')} if it is plain text.")
    with open_bytes(file) as stream:
        head = stream.read(HEAD)
    if head.startswith(b"\x1f\x8b") and file.kind.endswith(".gz"):
        raise UserError(f"{file.name} is packed twice; unpack it once and keep its name.")
    if head[:1000].lstrip().lower().startswith(NO_TABLE):
        raise UserError(f"{file.name} is a web page, XML or PDF, not a table; export it as csv.")
    for magic, (what, ending) in FOREIGN.items():
        if head.startswith(magic):
            ending = ending.format(kind="." + file.kind.removesuffix(".gz"))
            raise UserError(f"{file.name} is {what}, not text; name it {ending}.")
    if not head:
        raise UserError(f"{file.name} is empty, without even a header; export it again, or take it away.")
    why: list[str] = []
    for encoding in _encodings(head, file.name):
        try:
            return look(head, encoding)
        except UnicodeDecodeError:
            line = _bad_line(file, encoding)
            why.append(f"not {encoding.removesuffix('-sig').upper()} (first bad byte in line {line})")
        except _Implausible as error:
            why.append(f"as {encoding.upper()} it would hold {error}")
    raise UserError(f"{file.name}: cannot tell the encoding: {'; '.join(why)}; {AS_UTF8}.")


def open_bytes(file: Export) -> BinaryIO:
    """The bytes of the text, unpacked."""
    return gzip.open(file.path, "rb") if file.kind.endswith(".gz") else file.path.open("rb")


def _encodings(head: bytes, name: str) -> list[str]:
    """The encodings worth trying, by the file's first bytes. A byte order mark leaves no choice."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UserError(f"{name} is UTF-32, which is not read; {AS_UTF8}.")
    if head.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if b"\0" in head:
        # UTF-16 without its mark shows in its digits, letters and commas: every other byte of theirs is zero.
        sample = head[:4096]
        first, second = sample[0::2].count(0), sample[1::2].count(0)
        if max(first, second) * 8 >= len(sample) and max(first, second) > 10 * min(first, second):
            return ["utf-16-be" if first > second else "utf-16-le"]
        raise nul_byte(name, head.count(b"\n", 0, head.index(b"\0")) + 1)
    return ["utf-8", "gb18030"]


def utf8_chunks(file: Export, encoding: str) -> Iterator[bytes]:
    """The file's text as UTF-8 without byte order mark, in chunks cut anywhere. Strict: UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    characters: Counter[str] = Counter()
    with open_bytes(file) as stream:
        start = True
        while chunk := stream.read(CHUNK):
            stop_if_asked()
            text = decoder.decode(chunk)
            if not is_utf8:
                if encoding != "utf-16":
                    characters.update(text)
                chunk = text.encode("utf-8")
            elif start:
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
            start = False
            yield chunk
        decoder.decode(b"", final=True)
    _check_plausible(characters, encoding)


def _check_plausible(characters: Counter[str], encoding: str) -> None:
    """Raise _Implausible where a decoded text cannot be what was written.

    Nearly every byte string of western or Japanese text that decodes as GB18030 gives characters no Chinese
    text is made of: private or unassigned ones, or hanzi outside the 3,755 common ones of GB 2312. Korean EUC-KR
    is the exception that cannot be told so; landing names every table that is read as GB18030.
    """
    wide = {character: count for character, count in characters.items() if character > "\x7f"}
    for character in wide:
        if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
            raise _Implausible(f"U+{ord(character):04X}, which no text uses")
    if encoding == "gb18030":
        common = sum(count for character, count in wide.items() if _is_common_chinese(character))
        if common * 2 < sum(wide.values()):
            raise _Implausible(f"mostly very rare characters such as {max(wide, key=wide.__getitem__)}")


def _is_common_chinese(character: str) -> bool:
    """Punctuation and full-width signs (rows 1-3 of GB 2312), or a hanzi of its first level (rows 16-55)."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and (0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7)


def _bad_line(file: Export, encoding: str) -> int:
    """The physical line of the first byte that cannot be decoded."""
    decoder, line = codecs.getincrementaldecoder(encoding)("strict"), 1
    with open_bytes(file) as stream:
        try:
            while chunk := stream.read(CHUNK):
                line += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
    return line


def nul_byte(name: str, line: int) -> UserError:
    return UserError(f"{name}: line {line} holds a NUL byte: the file is damaged or no text; export it again.")
