"""The filters as options: a command that takes them says `@filters` and gets a `Filters`.

Which there are, and all that is particular to one of them, stands in `measures.filters`.
"""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from xinfang_cli.commands.options import Opt, choice, listed_words, option, spread
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Plain, fresh
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.law.choosing import NEAREST, begun, nearest, typed, unlisted
from xinfang_cli.law.words import LEVELS, Channel
from xinfang_cli.measures.filters import (
    BY_WORD,
    ByDay,
    ByDaysAhead,
    ByLevel,
    ByName,
    BySet,
    ByText,
    ByWord,
    Filter,
    levels_of,
)
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    import datetime as dt

    from xinfang_cli.desk import Desk
    from xinfang_cli.measures.selection import Selection

VIEW = "view"
"""So many names, of those that are so alike, are offered for one that is not known."""


def _parameter(each: Filter) -> inspect.Parameter:
    """Return the option of a filter."""
    said, kind = getattr(Opt, f"FILTER_{each.name}", each), each.kind
    form: Any
    match kind:
        case ByWord():
            form, made = list[kind.labels] | None, choice(kind.labels, said, each.option)  # type: ignore[name-defined]
        case ByName():
            metavar = listed_words(kind.words) if each is Filter.CHANNEL and kind.words else kind.metavar
            form, made = list[str] | None, option(said, each.option, metavar=metavar)
        case ByLevel():
            form, made = list[str] | None, option(said, each.option, metavar="LEVEL|LEVEL+")
        case ByText():
            form, made = list[str] | None, option(said, each.option, metavar="TEXT")
        case ByDaysAhead():
            form, made = int | None, option(said, each.option, metavar="N", min=0, max=MOST_SHOWN)
        case ByDay():
            form, made = str | None, option(said, each.option, metavar="DATE")
        case _:
            form, made = bool, option(said, each.option)
    return _keyword(each.field, form, made, default=False if form is bool else None)


def _keyword(name: str, form: Any, made: Any, *, default: Any = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[form, made])


_VIEW = _keyword(VIEW, str | None, option(Opt.VIEW, "--view", metavar="NAME"))
_OPTIONS: Mapping[str, inspect.Parameter] = {
    **{each.field: _parameter(each) for each in sorted(Filter, key=lambda each: each.name == "EXACT")},
    VIEW: _VIEW,
}
_WORDS = {each.field: each.value for each in Filter}


class Bearer(Protocol):
    """Where matters bear names: the index, or the relations of many offices."""

    def bears(self, asked: Filter, name: str, today: "dt.date") -> bool:
        """Whether there is a matter that a filter takes by a name."""

    def borne(self, column: str) -> Iterator[str]:
        """Return the names that matters bear in a column."""


class Filters(Plain):
    """What the user asked for, by the words of the filters; not yet names of this office."""

    given: Mapping[str, Any] = fresh(factory=dict)

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for."""
        return any(map(_is_said, self.given.values()))

    @property
    def names(self) -> tuple[str, ...]:
        """What was asked for, by the words of the filters; a view is none."""
        return tuple(name for name, value in self.given.items() if name != VIEW and _is_said(value))

    def within(self, defaults: Mapping[str, Any]) -> "Filters":
        """Return the filters over those that a report of the office's own sets."""
        read = {BY_WORD[key].value: value for key, value in defaults.items()}
        return Filters({**read, **{key: value for key, value in self.given.items() if _is_said(value)}})

    def but(self, **said: Any) -> "Filters":
        """Return them with others said."""
        return Filters({**self.given, **said})

    def selection(self, office: "Desk", index: "Bearer") -> "Selection":
        """Return the filters in this office's names.

        Raises:
            RefusedError: neither config nor any matter has such a name; a view or its key is not known.
        """
        from xinfang_cli.measures.selection import Selection

        said = {key: value for key, value in self.given.items() if _is_said(value)}
        asked = {**self._viewed(office), **said}
        asked.pop(VIEW, None)
        read = {Filter.of(key): _read(office, Filter.of(key), value) for key, value in asked.items()}
        places = read.get(Filter.PLACE, ())
        found = Selection(
            today=office.today,
            under={place: office.rules.under_place(place) for place in places},
            units_under={unit: office.rules.under_unit(unit) for unit in read.get(Filter.UNIT, ())},
            **{each.field: value for each, value in read.items()},
        )
        _must_be_known(office, index, found)
        return found

    def _viewed(self, office: "Desk") -> dict[str, Any]:
        """Return the filters of the view that is named; its keys are the options' names."""
        name = self.given.get(VIEW)
        if not name:
            return {}
        view = office.rules.views.get(name)
        if view is None:
            raise RefusedError(Msg.NO_VIEW(view=name, known=list(office.rules.views)))
        unknown = [key for key in view if key not in BY_WORD]
        if unknown:
            raise RefusedError(Msg.VIEW_KEY(view=name, keys=unknown))
        return {BY_WORD[key].value: value for key, value in view.items() if value is not None}


def tell_scope(office: "Desk", selection: "Selection", *, aside: bool) -> None:
    """Say what is filtered: above what people read, or beside what scripts read."""
    if selection.words:
        (office.warn if aside else office.say)(Msg.SCOPE(filters=selection.words))


def _is_said(value: Any) -> bool:
    return value is not None and value is not False and value != []


def _read(office: "Desk", each: Filter, value: Any) -> Any:
    """Return what an option, a view or a report of the office's own gives a filter.

    Raises:
        RefusedError: the filter cannot take it.
    """
    match each.kind:
        case ByWord() as kind:
            return tuple(_word(each, kind, text) for text in _listed(value))
        case ByName() | ByLevel():
            return tuple(_one(office, each, office.bare(text)) for text in _listed(value))
        case ByText():
            return tuple(value) if isinstance(value, list) else (str(value),)
        case ByDay():
            return office.day(str(value), each.option)
        case ByDaysAhead():
            return _number(each, value)
        case _:
            return _yes(each, value)


def _listed(value: Any) -> list[str]:
    """Return the values of an option that may repeat; one option may also hold several with commas."""
    parts = value if isinstance(value, list) else [value]
    return [part.strip() for text in parts for part in str(text).replace("，", ",").split(",") if part.strip()]


def _word(each: Filter, kind: ByWord, text: str) -> str:
    found = kind.labels.read(text)
    if found is None:
        raise RefusedError(unlisted(each, text, kind.labels))
    return found.value


def _one(office: "Desk", each: Filter, text: str) -> str:
    """Return what one name stands for: as config has it, or the word that it means or begins; what it begins is told."""
    from xinfang_cli.office.names import meant

    if not isinstance(each.kind, ByName):
        return _level(each, text)
    name, words = meant(office.rules, each.kind.known, text), each.kind.words
    word = words.read(text) if words else None
    if word is None and name == text and each is Filter.CHANNEL and (word := begun(text, Channel)):
        office.warn(Msg.TAKEN_AS(option=each.option, text=text, word=typed((word,))[0]))
    return word.value if word is not None and name in (text, word.value) else name


def _level(each: Filter, text: str) -> str:
    """Return a level as it is asked for: 省级, 省+, 省级以上 are understood."""
    plain = text.replace("及以上", "+").replace("以上", "+").replace("＋", "+").replace("级", "")
    if levels_of(plain) is None:
        words = [*LEVELS, *(f"{level}+" for level in LEVELS)]
        raise RefusedError(Msg.NOT_IN_LIST(option=each, value=text, words=words))
    return plain


def _number(each: Filter, value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SHOWN)) and int(text) <= MOST_SHOWN):
        raise RefusedError(Msg.FILTER_NUMBER(filter=each.value, value=value, most=MOST_SHOWN))
    return int(text)


def _yes(each: Filter, value: Any) -> bool:
    if not isinstance(value, bool):
        raise RefusedError(Msg.FILTER_YES(filter=each.value, value=value))
    return value


def _must_be_known(office: "Desk", index: "Bearer", selection: "Selection") -> None:
    """Refuse a name that neither config nor any matter has: a figure for it would be a nought that nobody doubts."""
    from xinfang_cli.office.names import names

    for each, value in selection.asked.items():
        kind = each.kind
        if not isinstance(kind, ByName) or isinstance(kind, ByWord):
            continue
        there = names(office.rules, kind.known)
        for name in value:
            is_word = kind.words is not None and name in set(kind.words)
            if not is_word and name not in there and not index.bears(each, name, office.today):
                known = [*there, *(found for found in _borne(kind, index) if found not in there)]
                raise RefusedError(_unknown(each, name, known))


def _borne(kind: ByName, index: Bearer) -> Iterator[str]:
    """Yield the names that matters bear, those of an array one by one."""
    for found in index.borne(kind.column):
        yield from json.loads(found) if isinstance(kind, BySet) else (found,)


def _unknown(each: Filter, name: str, known: list[str]) -> Any:
    near = nearest(name, known)
    if near:
        return Msg.FILTER_NEAR(filter=each, value=name, near=near)
    return Msg.FILTER_UNKNOWN(filter=each, value=name, known=known[:NEAREST])


def filters(run: Callable[..., int]) -> Callable[..., int]:
    """Give a command the filters as options; its parameter `chosen` receives them.

    A command's own option of the same name (`escalate --overdue`) goes before the filter.
    """
    own = inspect.signature(run).parameters
    added = [param for name, param in _OPTIONS.items() if name not in own]
    return spread(
        run, "chosen", added, lambda given: Filters({_WORDS.get(key, key): given[key] for key in given}), behind=True
    )
