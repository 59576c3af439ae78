"""Which units look like ones that the Regulations treat apart: proposed by their names, never set unasked."""

import re
from collections.abc import Iterable, Iterator

from xinfang_cli.law.words import UnitKind
from xinfang_cli.office.rows import Unit

_NAMES = (
    (UnitKind.DISCIPLINE, re.compile("纪委|监委|纪检|监察委员会")),
    (UnitKind.JUSTICE, re.compile("政法委|法院|检察院|公安局|公安分局|公安厅")),  # 司法局 is none
)


def proposed(units: Iterable[Unit]) -> Iterator[tuple[Unit, UnitKind]]:
    """Return the units whose kind nobody has said, though their name or a nickname says it."""
    for unit in units:
        names = " ".join((unit.name, *unit.aliases))
        kind = next((kind for kind, name in _NAMES if name.search(names)), None)
        if kind is not None and unit.kind is None:
            yield unit, kind
