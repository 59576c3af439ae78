"""The section `privacy:` of config: whether petitioners are sealed, and to whose keys."""

import re

from xinfang_cli.casefile.layout import as_read
from xinfang_cli.errors import InvalidError
from xinfang_cli.labels import pattern
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node

FEWEST = 2
"""Keys at least: the office's, and one that lies in the safe, so that a lost computer loses no names."""

_RECIPIENT = pattern(r"age1[02-9ac-hj-np-z]{58}")


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


_SECTION = pattern(r"""^["']?privacy["']?[ \t]*:.*\n?(?:[ \t#-].*\n?)*""", re.MULTILINE)


def with_privacy(text: str, recipients: tuple[str, ...], *, is_on: bool) -> str:
    """Return the text of a `config.yaml` that says whether petitioners are sealed, and to whom.

    Comments and everything else stay; of a section in a form that cannot be changed in place the comments go.

    Raises:
        InvalidError: it cannot be changed without losing something else.
    """
    from xinfang_cli.casefile.yaml import YamlFault, read, update

    old = read(text)
    new = {**old, "privacy": {"sealed": is_on, "recipients": list(recipients)}}
    try:
        return update(text, old, new)
    except YamlFault as fault:
        said = f"privacy: {{sealed: {str(is_on).lower()}, recipients: [{', '.join(recipients)}]}}\n"
        changed = _SECTION.sub(lambda _: said, text, count=1)
        if read(changed) != as_read(new):
            raise InvalidError(fault.text) from None
        return changed
