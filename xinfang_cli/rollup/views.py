"""The relations of many offices under the names and columns that measures ask: views, in SQL that the engines share.

A unit is called with its office, since every county has a bureau of education. Of a matter that several offices have,
the line of the one that registered it first counts, or a sealed one; what the others did in it was done in it. The
duties of each office stay its own.
"""

from collections.abc import Iterable, Iterator

from xinfang_cli.measures.extract import HANDED, RELATIONS
from xinfang_cli.rollup.cards import Card

RAW = "raw_"
MOVED = "moved"
_NO_TEXT = "CAST(NULL AS STRING)"

_FIRST = f"PARTITION BY {HANDED} ORDER BY sealed DESC, registered_on, office, id"
FIND_MOVED = f"""SELECT h.id AS id, h.kept AS kept FROM (
 SELECT id, office, FIRST_VALUE(id) OVER ({_FIRST}) AS kept, FIRST_VALUE(office) OVER ({_FIRST}) AS keeper
 FROM {RAW}cases WHERE {HANDED} IS NOT NULL
) AS h WHERE h.office <> h.keeper"""  # noqa: S608  # made of constants
"""The matters that another office has too and registered first, with the id under which they count."""


def named(unit: str, office: str) -> str:
    """Return what a unit of an office is called among those of others."""
    return f"{unit}（{office}）"


class Views:
    """The statements of the views."""

    def __init__(self, cards: Iterable[Card], *, per_office: bool, office_clocks: Iterable[str], moved: bool) -> None:
        self._cards = tuple(cards)
        self._per_office = per_office
        self._office_clocks = tuple(office_clocks)
        self._moved = moved

    def all(self) -> Iterator[tuple[str, str]]:
        """Return each view's name and statement."""
        yield "cases", self._view("cases", {
            "unit": self._unit("l.unit"), "title": _NO_TEXT, "owner": _NO_TEXT,
            "lead": "CASE WHEN l.led = 1 THEN '' END",
        })  # fmt: skip
        owing = f"CASE WHEN l.owner = 'office' THEN l.office_name ELSE {self._unit('l.owing')} END"
        yield "clocks", self._view("clocks", {"owing": owing})
        clocks = _listed(self._office_clocks)
        unit = (
            f"CASE WHEN l.did = 'escalate' AND l.clock IN ({clocks}) THEN l.office_name ELSE {self._unit('l.unit')} END"
        )
        yield "events", self._view("events", {"unit": unit, "actor": self._unit("l.actor", of_none=False)})
        yield "remarks", self._view("remarks", {"unit": self._unit("l.unit")})

    def _view(self, relation: str, other: dict[str, str]) -> str:
        """Return a relation with some columns made otherwise, of the matters that count."""
        names = [column.name for column in RELATIONS[relation].columns]
        shown = {name: f"l.{name}" for name in names} | other
        joined = where = ""
        if self._moved:
            of = "id" if relation == "cases" else "case_id"
            joined = f" LEFT JOIN {MOVED} AS m ON m.id = l.{of}"
            if relation == "cases":
                joined += f" LEFT JOIN {MOVED} AS o ON o.id = l.repeat_of"
                shown["repeat_of"] = "COALESCE(o.kept, l.repeat_of)"
                where = " WHERE m.id IS NULL"
            else:
                shown["case_id"] = "COALESCE(m.kept, l.case_id)"
        columns = ", ".join(f"{sql} AS {name}" for name, sql in shown.items())
        return f"SELECT {columns} FROM {RAW}{relation} AS l{joined}{where}"  # noqa: S608  # our names

    def _unit(self, column: str, *, of_none: bool = True) -> str:
        """Return SQL for the name of a unit; per office it is the office's, but for units beyond its power."""
        called = f"{column} || '（' || l.office_name || '）'"
        if not self._per_office:
            return called
        beyond = _listed(f"{card.code}/{unit}" for card in self._cards for unit in card.beyond)
        office = "l.office_name" if of_none else f"CASE WHEN {column} IS NOT NULL THEN l.office_name END"
        return f"CASE WHEN l.office || '/' || {column} IN ({beyond}) THEN {called} ELSE {office} END"


def _listed(words: Iterable[str]) -> str:
    """Return words as SQL has them in a list; an empty one holds nothing."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words) or "NULL"
