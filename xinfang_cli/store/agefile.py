"""Texts sealed in the age format, and keys: the one place that knows who does it.

What is made here any program opens that reads age files; https://age-encryption.org/v1 says how they are made.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg

BEGINS, ENDS = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"


class UnopenedError(Exception):
    """A block was not opened: none of the keys fits, or it is damaged."""

    def __init__(self, *, is_damaged: bool) -> None:
        super().__init__()
        self.is_damaged = is_damaged


def _age() -> Any:
    """Return the library, where it is installed: it is an extra, and some systems have no wheel of it."""
    try:
        import pyrage
    except ImportError:
        raise RefusedError(Msg.NO_AGE()) from None
    return pyrage


def new_identity() -> str:
    """Return a new secret key."""
    return str(_age().x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public key of a secret one."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether a text is a public key without a slip in it."""
    age = _age()
    try:
        _recipient(text)
    except age.RecipientError:
        return False
    return True


def is_identity(text: str) -> bool:
    """Whether a text is a secret key without a slip in it."""
    age = _age()
    try:
        _identity(text)
    except age.IdentityError:
        return False
    return True


@lru_cache(64)
def _identity(text: str) -> Any:
    return _age().x25519.Identity.from_str(text)


@lru_cache(64)
def _recipient(text: str) -> Any:
    return _age().x25519.Recipient.from_str(text)


def seal(data: bytes, recipients: Sequence[str]) -> str:
    """Return an armored age file that each of some recipients can open."""
    sealed: bytes = _age().encrypt(data, [_recipient(each) for each in recipients], armored=True)
    return sealed.decode("ascii")


def blocks(text: str) -> list[str]:
    """Return the armored age files in a text, one after another; the text itself where it ends as none does."""
    ends = text.split(f"{ENDS}\n")
    return [f"{each}{ENDS}\n" for each in ends[:-1]] + ([ends[-1]] if ends[-1] or len(ends) == 1 else [])


def unseal(text: str, identities: Sequence[str]) -> bytes:
    """Return what is in an armored age file.

    Raises:
        UnopenedError: none of the keys opens it, or it is damaged.
    """
    age = _age()
    try:
        opened: bytes = age.decrypt(text.encode("utf-8", "replace"), [_identity(each) for each in identities])
    except age.DecryptError as error:
        raise UnopenedError(is_damaged="No matching keys" not in str(error)) from None
    return opened
