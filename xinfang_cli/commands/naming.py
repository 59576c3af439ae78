"""`unit`, `place`, `category`: names added to config.yaml, one by one or from a sheet; its comments stay."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from xinfang_cli.commands.options import Opt, WordReader, argument, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import PartlyError, RefusedError, Text, UsageError
from xinfang_cli.labels import Label
from xinfang_cli.law.words import UnitKind
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import squeezed

Row = dict[str, Any]


class NamingDeed(Label):
    """What to do with names."""

    ADD = "add", "新增", "add"
    ALIAS = "alias", "简称", "alias"
    IMPORT = "import", "导入", "import"


_HEADERS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "名称", "单位", "单位名称", "责任单位", "属地", "属地名称", "分类", "分类名称"}),
    "aliases": frozenset({"aliases", "alias", "简称", "别名", "曾用名"}),
    "under": frozenset({"under", "上级", "上级单位", "上级属地", "主管单位"}),
    "review_by": frozenset({"review_by", "复查机关"}),
    "phone": frozenset({"phone", "电话", "联系电话"}),
}
_OF_UNITS = frozenset({"review_by", "phone"})
_BETWEEN = re.compile(r"[、,，;；\n]")


def naming(section: str) -> Callable[..., int]:
    """Return the command of a section of config.yaml."""
    of_units = section == "units"

    def run(
        ctx: typer.Context,
        deed: Annotated[NamingDeed, argument(Opt.NAMING_DO, "DEED", parser=WordReader(NamingDeed, "DEED"))],
        what: Annotated[str, argument(Opt.NAMING_WHAT, "NAME|FILE")],
        alias: Annotated[list[str] | None, option(Opt.NAMING_ALIAS, "--alias", metavar="NAME")] = None,
        under: Annotated[str | None, option(Opt.NAMING_UNDER, "--under", metavar="NAME")] = None,
        kind: Annotated[UnitKind | None, choice(UnitKind, Opt.UNIT_KIND, "--kind")] = None,
        sheet: Annotated[str | None, option(Opt.NAMING_SHEET, "--sheet", metavar="SHEET")] = None,
    ) -> int:
        office = desk(ctx)
        if sheet and deed is not NamingDeed.IMPORT:
            raise UsageError(Msg.NAMING_ONLY_IMPORT())
        if deed is not NamingDeed.ADD and (under or kind):
            raise UsageError(Msg.NAMING_ONLY_ADD())
        if deed is NamingDeed.IMPORT:
            return _imported(office, section, Path(what), sheet)
        aliases = [office.bare(each.strip()) for each in alias or () if each.strip()]
        name = office.bare(what.strip())
        if deed is NamingDeed.ALIAS:
            return _aliased(office, section, name, aliases)
        row: Row = {"name": name, "aliases": aliases, "under": under, "kind": kind.value if kind and of_units else None}
        known = _known(office, section)
        fault = _fault(section, row, known, known)
        if fault is not None:
            raise RefusedError(fault)
        _add(office, section, [row])
        return office.exit_code

    return run


def _known(office: Desk, section: str) -> dict[str, str]:
    """Return what names and nicknames of a section mean, as they are compared."""
    rows = getattr(office.config, section)
    return {squeezed(name): row.name for row in reversed(rows) for name in (*row.aliases, row.name)}


def _fault(section: str, row: Row, known: Mapping[str, str], above: Mapping[str, str]) -> Text | None:
    """Return why a row cannot be added: a name is taken, or what it lies under is not known."""
    for name in (row["name"], *row["aliases"]):
        if squeezed(name) in known:
            return Msg.NAMING_TAKEN(name=name, other=known[squeezed(name)])
    under = row.get("under")
    if under and squeezed(under) not in above:
        from xinfang_cli.law.choosing import no_name

        return no_name(under, sorted(set(above.values())), section)
    if under:
        row["under"] = above[squeezed(under)]
    return None


def _add(office: Desk, section: str, rows: Sequence[Row]) -> None:
    from xinfang_cli.office.naming import with_rows, written

    _write(office, section, lambda text: with_rows(text, section, rows), map(written, rows))
    office.say(Msg.NAMING_ADDED(names=[row["name"] for row in rows]))


def _aliased(office: Desk, section: str, name: str, aliases: list[str]) -> int:
    """Add nicknames to a name that is there."""
    from xinfang_cli.law.choosing import no_name
    from xinfang_cli.office.naming import with_aliases, written

    known, rows = _known(office, section), getattr(office.config, section)
    if not aliases:
        raise UsageError(Msg.NAMING_NO_ALIAS())
    if squeezed(name) not in known:
        raise RefusedError(no_name(name, sorted(set(known.values())), section))
    full = known[squeezed(name)]
    new = [alias for alias in aliases if known.get(squeezed(alias)) != full]
    taken = next((alias for alias in new if squeezed(alias) in known), None)
    if taken is not None:
        raise RefusedError(Msg.NAMING_TAKEN(name=taken, other=known[squeezed(taken)]))
    if not new:
        office.say(Msg.NAMING_THERE(names=aliases))
        return office.exit_code
    at = next(at for at, row in enumerate(rows) if row.name == full)
    whole = written({"name": full, "aliases": [*rows[at].aliases, *new]})
    _write(office, section, lambda text: with_aliases(text, section, at, new), [whole])
    office.say(Msg.NAMING_ADDED(names=[f"{full}（{'、'.join(new)}）"]))
    return office.exit_code


def _write(office: Desk, section: str, change: Callable[[str], str | None], lines: Iterator[str] | list[str]) -> None:
    """Change config.yaml; where its form is not understood, print what to paste.

    Raises:
        RefusedError: nothing was written.
    """
    from xinfang_cli.store.out import write_out

    file = office.workspace.config_file
    with office.locked():
        text = change(file.read_bytes().decode("utf-8"))
        if text is None:
            print(*lines, sep="\n")  # to be pasted as they are
            raise RefusedError(Msg.NAMING_PASTE(section=section))
        write_out(file, [text])


def _imported(office: Desk, section: str, path: Path, sheet: str | None) -> int:
    """Add the rows of a sheet that are new; say of each other row, and each column, what became of it."""
    known = _known(office, section)
    added: list[Row] = []
    there: list[str] = []
    rows = _rows(office, path, section, sheet)
    above = {squeezed(row["name"]): row["name"] for _, row in rows} | known
    for number, row in rows:
        if squeezed(row["name"]) in known:
            there.append(row["name"])
            continue
        fault = _fault(section, row, known, above) if row["name"] else Msg.NAMING_NAMELESS()
        if fault is not None:
            office.exit_code = office.exit_code or PartlyError.exit_code
            office.warn(Msg.NAMING_ROW(row=number, reason=fault.message(office.lang)))
            continue
        known |= {squeezed(name): row["name"] for name in (row["name"], *row["aliases"])}
        added.append(row)
    if added:
        _add(office, section, added)
    if there:
        office.say(Msg.NAMING_THERE(names=there))
    return office.exit_code


def _rows(office: Desk, path: Path, section: str, wanted: str | None) -> list[tuple[int, Row]]:
    """Return the rows of a sheet of a file, the first one with names or the one that is wanted; others are named."""
    from xinfang_cli.casefile.content import in_words
    from xinfang_cli.sheets.read import read_sheets

    with in_words(path):
        source = path.read_bytes()
    found: list[tuple[int, Row]] | None = None
    left: list[str] = []
    for sheet in read_sheets(source):
        cells = [(row.number, ["" if cell is None else str(cell).strip() for cell in row.cells]) for row in sheet.rows]
        said = [each for each in cells if any(each[1])]
        rows = _of_sheet(office, said, section) if found is None and wanted in (None, sheet.name) else None
        if rows is not None:
            found = rows
        elif said:
            left.append(sheet.name)
    if found is None and wanted is not None and wanted not in left:
        raise RefusedError(Msg.NAMING_NO_SHEET(path=path.name, sheet=wanted, sheets=left))
    if found is None:
        raise RefusedError(Msg.NAMING_NO_HEADER(path=path.name))
    if left and wanted is None:
        office.exit_code = office.exit_code or PartlyError.exit_code
        office.warn(Msg.NAMING_SHEETS(sheets=left))
    return found


def _of_sheet(office: Desk, said: Sequence[tuple[int, list[str]]], section: str) -> list[tuple[int, Row]] | None:
    """Return the rows below the header, by their columns; None where there is no header."""
    at = next((at for at, (_, cells) in enumerate(said) if _places(cells, section)), None)
    if at is None:
        return None
    header = said[at][1]
    places = _places(header, section)
    unused = [cell for place, cell in enumerate(header) if cell and place not in places.values()]
    if unused:
        office.exit_code = office.exit_code or PartlyError.exit_code
        office.warn(Msg.NAMING_COLUMNS(columns=unused))
    rows = []
    for number, cells in said[at + 1 :]:
        row = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
        aliases = [part.strip() for part in _BETWEEN.split(row.get("aliases", "")) if part.strip()]
        rows.append((number, {**row, "aliases": aliases}))
    return rows


def _places(cells: list[str], section: str) -> dict[str, int]:
    """Return where the columns stand, where a row is their header; nothing where it is none."""
    keys = [key for key in _HEADERS if section == "units" or key not in _OF_UNITS]
    found = {key: at for at, cell in reversed(list(enumerate(cells))) for key in keys if cell in _HEADERS[key]}
    return found if "name" in found else {}
