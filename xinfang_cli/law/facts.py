"""What the facts of a matter amount to: who can be told, which visit is joint, what else a change brings."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Channel, Purpose
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
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


def is_joint_visit(case: "Case", joint_from: int) -> bool:
    """Whether a visit is a joint one, which its visitors decide; where they were not counted, its mark does."""
    if case.channel is not Channel.VISIT:
        return False
    counted = case.people is not None and case.people > 1
    return (case.people or 0) >= joint_from if counted else bool(case.joint)


def changed(case: "Case", changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes with what follows from them: the dockets that stay, the class from a purpose, no other's name."""
    found = dict(changes)
    added, taken = found.pop("docket", ()), found.pop("undocket", ())
    if added or taken:
        held = found.get("dockets", case.dockets)
        found["dockets"] = tuple(name for name in dict.fromkeys((*held, *added)) if name not in taken)
    if case.via and found.get("channel") not in (None, case.channel):
        found.setdefault("via", None)
    purpose = found.get("purpose")
    if purpose is not None and purpose != case.purpose:
        found.setdefault("class_", Purpose.of(purpose).class_)
    return {name: value for name, value in found.items() if getattr(case, name) != value}


def check_simple(case: "Case", joint_from: int) -> None:
    """Refuse the simple procedure for a joint visit.

    Raises:
        RefusedError: the matter is one.
    """
    if case.simple and is_joint_visit(case, joint_from):
        raise RefusedError(Msg.SIMPLE_JOINT(most=joint_from))
