"""Case ids: `XF-20261122-7K3MQ`, prefix, day of receipt and letters of Crockford's base 32.

An id never changes, and the path of a case follows from it. Any unambiguous tail stands for it.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import pattern
from xinfang_cli.messages import Msg

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which people misread."""

LENGTH = 5
"""Characters after the day: 33 million a day, before more are taken on a clash."""

_BITS = 5
_DIGEST_LENGTH = 256 // _BITS
_ID = pattern(rf"(?P<prefix>[A-Z][A-Z0-9]*)-(?P<year>\d{{4}})(?P<month>\d\d)\d\d-[{ALPHABET}]{{5,{_DIGEST_LENGTH}}}")
_NATIONAL_NUMBER = pattern(r"[0-9]{18}")
_DOMAIN = b"xinfang case id 1"
_KEY_DOMAIN = b"xinfang open key 1"
_ENTRY_BYTES = 4
_LADDER_DOMAIN = "xinfang ladder 1"
_LISTED = 10


def is_id(text: str) -> bool:
    """Whether a text has the form of a case id."""
    return bool(_ID.fullmatch(text))


def is_national(number: str) -> bool:
    """Whether a number has the national form of 18 digits: then it is the only one of its kind."""
    return bool(_NATIONAL_NUMBER.fullmatch(number))


def folder_of(case_id: str) -> tuple[str, str]:
    """Return the year and the month of receipt in an id, which name its folders."""
    match = _ID.fullmatch(case_id)
    if not match:
        raise RefusedError(Msg.ID_FORM(id=case_id))
    return match["year"], match["month"]


def new_id(prefix: str, received_on: dt.date, taken: Callable[[str], bool], random: Callable[[int], bytes]) -> str:
    """Return an id with five random characters, one more for each time that it is taken.

    `random` returns so many random bytes, as `os.urandom` does.
    """
    for length in range(LENGTH, _DIGEST_LENGTH):
        tail = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(length))
        if not taken(found := _joined(prefix, received_on, tail)):
            return found
    raise RefusedError(Msg.ID_NONE_FREE())


def derived_id(prefix: str, office_code: str, number: str, received_on: dt.date, taken: Callable[[str], bool]) -> str:
    """Return the id of a matter that has a number of its own: two clones that import it write the same file.

    The characters are those of SHA-256 over the domain `xinfang case id 1`, the office's code and the number, and, for
    a number that is not of the national 18-digit form and may come again in another year, the day of receipt; each
    part ends with a zero byte. `taken` says whether an id belongs to another matter; then more characters are taken.
    """
    parts = [office_code, number, *([] if is_national(number) else [received_on.isoformat()])]
    digest = hashlib.sha256(b"".join(part + b"\0" for part in (_DOMAIN, *(text.encode() for text in parts)))).digest()
    bits = int.from_bytes(digest, "big") >> (len(digest) * 8 - _DIGEST_LENGTH * _BITS)
    for length in range(LENGTH, _DIGEST_LENGTH + 1):
        if not taken(found := _joined(prefix, received_on, _letters(bits, length))):
            return found
    raise RefusedError(Msg.ID_NONE_FREE())


def keyed_id(
    prefix: str, office_code: str, key: str, received_on: dt.date, taken: Callable[[str, str], bool]
) -> tuple[str, str]:
    """Return the id and the entry id of a matter that is registered under a key, which nobody keeps.

    Both are of SHA-256 over the domain `xinfang open key 1`, the office's code, the key and the day of receipt, each
    with a zero byte behind it: the same key on the same day is the same matter. `taken` says whether an id belongs to
    a matter that was registered by another entry; then more characters are taken.
    """
    parts = (
        _KEY_DOMAIN,
        office_code.encode(),
        key.encode("utf-8", "surrogateescape"),
        received_on.isoformat().encode(),
    )
    digest = hashlib.sha256(b"".join(part + b"\0" for part in parts)).digest()
    entry_id = digest[-_ENTRY_BYTES:].hex()
    bits = int.from_bytes(digest, "big") >> (len(digest) * 8 - _DIGEST_LENGTH * _BITS)
    for length in range(LENGTH, _DIGEST_LENGTH + 1):
        if not taken(found := _joined(prefix, received_on, _letters(bits, length)), entry_id):
            return found, entry_id
    raise RefusedError(Msg.ID_NONE_FREE())


def ladder_id(run: str, clock: str, step: str) -> str:
    """Return the id of a step of the ladder: two clones that take it write one entry."""
    text = "".join(f"{part}\0" for part in (_LADDER_DOMAIN, run, clock, step))
    return hashlib.sha256(text.encode()).digest()[:_ENTRY_BYTES].hex()


def _letters(bits: int, length: int) -> str:
    shifts = range((_DIGEST_LENGTH - 1) * _BITS, (_DIGEST_LENGTH - 1 - length) * _BITS, -_BITS)
    return "".join([ALPHABET[bits >> shift & 31] for shift in shifts])


def _joined(prefix: str, received_on: dt.date, tail: str) -> str:
    return f"{prefix}-{received_on.isoformat().replace('-', '')}-{tail}"


def resolve(ids: Iterable[str], reference: str) -> str:
    """Return the one id that a reference is, or is the tail of, in capitals or not.

    Raises RefusedError where none is, or where several are (it lists ten of them).
    """
    wanted = reference.strip().upper()
    found = [case_id for case_id in ids if case_id.endswith(wanted)] if wanted else []
    if wanted in found:
        return wanted
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedError(Msg.CASE_NOT_FOUND(reference=reference))
    listed = [*sorted(found)[:_LISTED], *(["…"] if len(found) > _LISTED else [])]
    raise RefusedError(Msg.CASE_AMBIGUOUS(reference=reference, count=len(found), ids=listed))
