"""The section `privacy:` of config: whether petitioners are sealed, and to whose keys."""

import re

from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node

FEWEST = 2
"""Keys at least: the office's, and one that lies in the safe, so that a lost computer loses no names."""

_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")


def read_sealed(node: Node) -> bool:
    """Return whether petitioners are sealed; then there are recipients, each of which could be one."""
    is_on, recipients = node.flag("sealed"), node.texts("recipients")
    place = (*node.place, "recipients")
    for text in recipients:
        if not _RECIPIENT.fullmatch(text):
            node.faults.append(Fault(place, Msg.RECIPIENT_NONE(text=text)))
    if is_on and len(set(recipients)) < FEWEST:
        node.faults.append(Fault(place, Msg.RECIPIENTS_FEW(count=len(set(recipients)), least=FEWEST)))
    return is_on
