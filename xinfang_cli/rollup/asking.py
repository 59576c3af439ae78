"""The place where a report over many offices asks: the views of those that count, in an engine, checked once more."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law, Owner
from xinfang_cli.measures.extract import RELATIONS, file_of
from xinfang_cli.measures.filters import Filter
from xinfang_cli.measures.selection import Selection
from xinfang_cli.messages import Msg, Text
from xinfang_cli.rollup.cards import Card, Offices
from xinfang_cli.rollup.views import FIND_MOVED, MOVED, RAW, Views, named

DUCKDB = "duckdb"


class Engine(Protocol):
    """What answers SQL."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go."""

    def files(self, name: str, paths: Iterable[Path]) -> None:
        """Call files by a name."""

    def view(self, name: str, sql: str) -> None:
        """Call a statement by a name."""

    def keep(self, name: str, sql: str) -> None:
        """Call what a statement finds by a name."""

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Run a statement."""


def engine_of(name: str) -> Engine:
    """Return the engine of a name, `duckdb` or the address of a server.

    Raises:
        RefusedError: there is none, or it is not here.
    """
    from xinfang_cli.rollup.duck import Duck
    from xinfang_cli.rollup.spark import SCHEME, Spark

    if name == DUCKDB:
        return Duck()
    if name.startswith(SCHEME):
        return Spark(name)
    raise RefusedError(Msg.ROLL_ENGINE_NAME(engine=name))


class Province:
    """Many offices, as one place to ask."""

    def __init__(self, engine: Engine, offices: Offices, law: Law, *, per_office: bool) -> None:
        self._engine = engine
        self._office_clocks = sorted(name for name, rule in law.clocks.items() if rule.owner is Owner.OFFICE)
        self.per_office = per_office
        self.offices = self._counted(offices)
        self._look()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The offices that count."""
        return self.offices.cards

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Ask anything."""
        return self._engine.sql(query, params)

    def law_of(self, law: Law) -> Law:
        """Return the rules for reports over all: what a duty of an office is called is its name, as a unit's is."""
        clocks = {
            name: rule._replace(owner=Owner.UNIT) if rule.owner is Owner.OFFICE else rule
            for name, rule in law.clocks.items()
        }
        beyond = {named(unit, card.name) for card in self.cards for unit in card.beyond}
        offices = set() if self.per_office else {card.name for card in self.cards}
        offices |= {named(card.name, card.name) for card in self.cards}
        review_by = {
            self._called(unit, card): self._called(organ, card)
            for card in self.cards
            for unit, organ in card.review_by.items()
        }
        return law.but(clocks=clocks, beyond=frozenset(beyond | offices), review_by=review_by)

    def _called(self, unit: str, card: Card) -> str:
        return card.name if self.per_office else named(unit, card.name)

    def narrowed(self, selection: Selection) -> Selection:
        """Return a selection whose units are those of that name in every office."""
        units = selection.asked.get(Filter.UNIT)
        if not units:
            return selection
        return selection.but(unit=tuple(name for unit in units for name in self._named(unit)))

    def _named(self, unit: str) -> Iterator[str]:
        """Return what a unit may be called: with its office, and as co-handlers stand in a matter."""
        yield unit
        yield from (named(unit, card.name) for card in self.cards)

    def bears(self, asked: Filter, name: str, today: dt.date) -> bool:
        """Whether there is a matter that a filter takes by a name."""
        where, params = self.narrowed(Selection(today=today).but(**{asked.field: (name,)})).as_sql()
        return next(self.sql(f"SELECT 1 FROM cases WHERE {where} LIMIT 1", params), None) is not None  # noqa: S608  # bound

    def borne(self, column: str) -> Iterator[str]:
        """Return the names that matters bear in a column."""
        found = self.sql(f"SELECT DISTINCT {column} FROM cases WHERE {column} IS NOT NULL ORDER BY 1")  # noqa: S608  # ours
        return (name for (name,) in found)

    def _counted(self, offices: Offices) -> Offices:
        """Return the offices whose files have the lines that they should."""
        for relation in RELATIONS:
            self._engine.files(RAW + relation, [card.file(relation) for card in offices.cards])
        unfit = dict(self._miscounted(offices.cards))
        return self._counted(offices.without(unfit)) if unfit else offices

    def _miscounted(self, cards: tuple[Card, ...]) -> Iterator[tuple[str, Text]]:
        for relation in RELATIONS:
            sql = f"SELECT office, COUNT(*) FROM {RAW}{relation} GROUP BY office"  # noqa: S608  # our names
            found = {str(code): int(count) for code, count in self.sql(sql)}
            for card in cards:
                there, said = found.get(card.code, 0), card.rows[relation]
                if there != said:
                    yield card.code, Msg.ROLL_ROWS(office=card.said, file=file_of(relation), found=there, said=said)

    def _look(self) -> None:
        self._engine.keep(MOVED, FIND_MOVED)
        ((self.moved,),) = self.sql(f"SELECT COUNT(*) FROM {MOVED}")  # noqa: S608  # our name
        views = Views(self.cards, per_office=self.per_office, office_clocks=self._office_clocks, moved=bool(self.moved))
        for name, sql in views.all():
            self._engine.view(name, sql)


@contextmanager
def province(engine: str, offices: Offices, law: Law, *, per_office: bool) -> Iterator[Province]:
    """Open offices as one place to ask.

    Raises:
        RefusedError: there is no such engine, or no office is left that counts.
    """
    with engine_of(engine) as opened:
        yield Province(opened, offices, law, per_office=per_office)
