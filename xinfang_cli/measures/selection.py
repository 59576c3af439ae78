"""Which matters: the filters that were asked for, as a condition in SQL and in words.

The condition speaks of the columns of `cases`; the view `clock_lines` and any join that has these columns under
their own names take it too. Values are bound, never written into it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.law.words import MatterClass
from xinfang_cli.measures.filters import Binder, Filter, either
from xinfang_cli.messages import Msg, Sentence, Text

EVERYTHING = "1 = 1"


class Selection:
    """Those matters that fit every filter given. Several values of one filter are alternatives.

    Attributes:
        today: the day that deadlines are reckoned from.
        asked: the filters in the order of their list, with their values: names in a tuple, flags, a day, a number.
        under: of a place, all that it takes with it.
        units_under: the same of a unit.
    """

    def __init__(
        self,
        *,
        today: dt.date,
        under: Mapping[str, tuple[str, ...]] | None = None,
        units_under: Mapping[str, tuple[str, ...]] | None = None,
        **asked: Any,
    ) -> None:
        by_field = {each.field: each for each in Filter}
        given = {by_field[name]: value for name, value in asked.items() if _is_asked(value)}
        self.today = today
        self.under = under or {}
        self.units_under = units_under or {}
        self.asked: Mapping[Filter, Any] = {each: given[each] for each in Filter if each in given}

    def but(self, **asked: Any) -> "Selection":
        """Return it with other values of some filters."""
        values = {each.field: value for each, value in self.asked.items()}
        beneath: Mapping[str, Any] = {"under": self.under, "units_under": self.units_under}
        return Selection(today=self.today, **beneath, **{**values, **asked})

    @property
    def is_sealed_only(self) -> bool:
        """Whether it leaves sealed matters alone, so that small numbers are withheld."""
        return self.asked.get(Filter.CLASS) == (MatterClass.ACCUSATION.value,)

    def as_sql(self) -> tuple[str, Mapping[str, str]]:
        """Return the condition and the values it names; their names begin with `s_`."""
        sql = Binder(self.today, Filter.EXACT in self.asked, self.under, self.units_under)
        return (" AND ".join(self._conditions(sql)) or EVERYTHING), sql.values

    def _conditions(self, sql: Binder) -> Iterator[str]:
        for together in self._questions().values():
            found = [each.kind.condition(sql, value) for each, value in together]
            if found := list(filter(None, found)):
                yield either(found) if len(found) > 1 else found[0]

    def _questions(self) -> Mapping[str, list[tuple[Filter, Any]]]:
        """Return the filters, those together that answer one question: open or closed, overdue or due soon."""
        questions: dict[str, list[tuple[Filter, Any]]] = {}
        for each, value in self.asked.items():
            questions.setdefault(each.kind.among or each.value, []).append((each, value))
        return questions

    @property
    def words(self) -> Label | Text | None:
        """What people read of it; None where nothing is filtered."""
        said = list(self._said())
        return _joined(Msg.SCOPE_AND, said) if said else None

    def _said(self) -> Iterator[Label | Text]:
        for question, together in self._questions().items():
            said = [each.kind.said(each, value) for each, value in together]
            is_one = question == together[0][0].value
            yield said[0] if is_one else Msg.FILTER_ONLY(filter=_joined(Msg.FILTER_OR, said))

    @property
    def filters(self) -> Mapping[str, Any]:
        """What scripts read of it: values by the words of their filters."""
        return {each.value: list(value) if isinstance(value, tuple) else value for each, value in self.asked.items()}


def _is_asked(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _joined(sentence: Sentence, parts: "Sequence[Label | Text]") -> Label | Text:
    return reduce(lambda first, more: sentence(first=first, more=more), parts)
