"""Whether there is a way to tell a petitioner anything (T23¶2: but for whom name and address are not clear)."""

from typing import TYPE_CHECKING

from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinfang_cli.law.records import Case, Petitioner

NOTICES = frozenset({Document.NOTICE, Document.ROUTED_NOTICE, Document.DECLINED_NOTICE, Document.PATH_NOTICE})
"""What tells a petitioner how a matter was received, and what becomes of it (T23)."""


def is_reachable(case: "Case") -> bool:
    """Whether a petitioner can be told: is not anonymous, and an address, a phone or an account is known.

    Where nobody wrote down who came, the notice is owed: leaving a name out ends no duty.
    """
    return can_be_told(case.petitioners, case.channel)


def can_be_told(petitioners: "Sequence[Petitioner]", channel: Channel) -> bool:
    """Whether who came so can be told; of several the first is the contact."""
    if not petitioners:
        return True
    contact = petitioners[0]
    has_account = channel is Channel.ONLINE
    return not contact.anonymous and bool(contact.phone or contact.other_phone or contact.address or has_account)
