"""What became of rows, and the tally of a run over them: `import` brings matters in, `apply` takes steps."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import PartlyError, graver
from xinfang_cli.labels import Label, Lang
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool
from xinfang_cli.typesetting import semicolons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xinfang_cli.batches.rejects import Rejected
    from xinfang_cli.ledgers.cells import RowFault
    from xinfang_cli.ledgers.headers import Skip
    from xinfang_cli.messages import Text
    from xinfang_cli.sheets.rows import Cell


class Became(Label):
    """What became of a row."""

    IMPORT = "import", "导入", "imported"
    WARN = "warn", "导入（有提醒）", "imported with a warning"
    APPLY = "apply", "已办", "applied"
    REJECT = "reject", "未导入", "rejected"
    SKIP = "skip", "跳过", "skipped"
    KNOWN = "known", "已有", "there already"
    DIFFERING = "differing", "有变化", "differing"


_COUNTED = {
    "imported": (Became.IMPORT, Became.WARN),
    "warned": (Became.WARN,),
    "applied": (Became.APPLY,),
    "rejected": (Became.REJECT,),
    "skipped": (Became.SKIP,),
    "known": (Became.KNOWN,),
    "differing": (Became.DIFFERING,),
}


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row with what became of it.

    Attributes:
        sheet: name of its sheet; empty for a file that is one table.
        row: its number as a person sees it.
        cells: as they stand in the file.
        became: what became of it.
        id: of its matter.
        field: the fields at fault, or that differ.
        reason: why it was skipped.
        faults: the cells that were not read.
    """

    sheet: str
    row: int
    cells: "Sequence[Cell]"
    became: Became
    id: str | None = None
    field: str = ""
    reason: "Skip | None" = None
    faults: "tuple[RowFault, ...]" = ()

    def as_json(self, lang: Lang) -> dict[str, Any]:
        """Return a row of `--json`: `reason` says why it was skipped, `message` what is wrong with it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": self.became.value,
            "field": self.field,
            "reason": self.reason.value if self.reason else "",
            "id": self.id,
            "message": semicolons(dict.fromkeys(fault.text.in_(lang) for fault in self.faults), lang),
        }

    def about(self, lang: Lang) -> tuple[str, int, str, str, str, str]:
        """Return what the file of rejected rows says of it: sheet, row, column, field, value, reason."""
        columns = " / ".join(dict.fromkeys(fault.column for fault in self.faults))
        value = " / ".join(fault.value for fault in self.faults)
        reason = " / ".join(fault.text.in_(lang) for fault in self.faults)
        return self.sheet, self.row, columns, self.field, value, reason


@dataclass
class Tally:
    """What became of all rows; those that simply came in are counted, the others are put down as they are shown.

    `has_left_words` says that something in the files was not taken though no row was rejected.
    """

    lang: Lang
    rows: Spool
    errors: "Path | None"  # where rejected rows are written
    became: Counter[Became] = field(default_factory=Counter)
    rejected: "list[Rejected]" = field(default_factory=list)
    table: tuple[str, str] = ("", "")
    titles: tuple[str, ...] = ()
    has_left_words: bool = False
    unknown_units: Counter[str] = field(default_factory=Counter)

    def begin(self, file: str, sheet: str, titles: tuple[str, ...]) -> None:
        """Turn to a sheet."""
        self.table, self.titles = (file, sheet), titles

    def add(self, report: RowReport) -> None:
        """Count a row, and keep what there is to say of it."""
        self.became[report.became] += 1
        self.has_left_words |= any(fault.is_lost for fault in report.faults)
        self.unknown_units.update(name for fault in report.faults for name in _unknown_units(fault))
        if report.became in (Became.IMPORT, Became.APPLY):
            return
        self.rows.add(report.as_json(self.lang))
        if self.errors is not None and report.became is Became.REJECT:
            from xinfang_cli.batches.rejects import Rejected

            self.rejected.append(Rejected(self.table, self.titles, report.cells, report.about(self.lang)))

    def write_rejected(self) -> "Iterator[Text]":
        """Write the rows to be corrected, if they are wanted; yield what had to be cut of them."""
        if self.errors is not None:
            from xinfang_cli.batches.rejects import write_rejected

            try:
                write_rejected(self.errors, self.rejected, self.lang)
            except PartlyError as error:
                self.has_left_words = True
                yield error.text

    def counts(self, *names: str) -> dict[str, int]:
        """Return how many rows there are of each kind, as `--json` names them."""
        return {name: sum(self.became[each] for each in _COUNTED[name]) for name in names}

    def exit_code(self, otherwise: int) -> int:
        """Return the exit code of the run, which did a part of it where something did not come in."""
        is_partial = self.became[Became.REJECT] or self.has_left_words
        return graver(PartlyError.exit_code, otherwise) if is_partial else otherwise


def _unknown_units(fault: "RowFault") -> tuple[str, ...]:
    """Return the units that a fault says are unknown."""
    if fault.text.msg.name != Msg.ROW_UNIT.name:  # it may come from another process
        return ()
    value = fault.text.fields["value"]
    return tuple(value) if isinstance(value, list) else (str(value),)


def where(row: dict[str, Any]) -> str:
    """Return where a row stands: its sheet, if it has a name, and its number."""
    return f"{row['sheet']}!{row['row']}" if row["sheet"] else str(row["row"])
