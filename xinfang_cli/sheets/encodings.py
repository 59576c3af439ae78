"""In which encoding a text is; what is no character in it is marked, so that its row alone is lost.

Detectors guess from frequencies and take short GBK for other codes; the order here was right on every sample.
"""

import codecs
from collections.abc import Iterator
from typing import IO

from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.messages import Msg

BAD = "\udc80"
"""Stands for bytes that are no character; no text that can be read has it."""
MARKING = "xinfang.marking"
"""How to decode a text that may have them."""
MOST_BAD = 4
"""A text of whose characters beyond ASCII one in so many is none is in another encoding."""
_CHUNK = 1 << 20
_TRIED = ("utf-8-sig", "gb18030")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BAD, error.end


codecs.register_error(MARKING, _mark)


def encoding_of(file: IO[bytes]) -> str:
    """Return UTF-16 if its mark stands there, else UTF-8 or GB18030, whichever all bytes are valid in, or nearly all.

    Raises:
        RefusedError: it is neither.
    """
    start = file.read(2)
    file.seek(0)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if _is_valid(file, "utf-8-sig"):
        return "utf-8-sig"
    # Most of a UTF-8 text with one bad byte is valid GB18030 too, and all of it may be; the other way round nothing is.
    found = next((encoding for encoding in _TRIED if _is_near(file, encoding)), None)
    if found is None:
        raise RefusedError(Msg.SHEET_ENCODING())
    return found


def named_encoding(name: str, file: IO[bytes]) -> str:
    """Return an encoding that the user names, if the text is in it.

    Raises:
        UsageError: there is none of that name.
        RefusedError: the text is in another one.
    """
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        raise UsageError(Msg.SHEET_ENCODING_NAME(name=name)) from None
    if not _is_near(file, encoding):
        raise RefusedError(Msg.SHEET_ENCODING())
    return encoding


def _is_valid(file: IO[bytes], encoding: str) -> bool:
    try:
        for _ in _decoded(file, encoding, "strict"):
            pass
    except UnicodeError:
        return False
    return True


def _is_near(file: IO[bytes], encoding: str) -> bool:
    """Whether all but a few characters of a text are some in an encoding."""
    bad = beyond = 0
    try:
        for text in _decoded(file, encoding, MARKING):
            bad += text.count(BAD)
            beyond += len(text) - len(text.encode("ascii", "ignore"))
    except UnicodeError:
        return False
    return bad * MOST_BAD <= beyond


def _decoded(file: IO[bytes], encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    finally:
        file.seek(0)
