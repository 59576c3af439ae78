"""`complete`: what a shell offers for the word that is being typed. The scripts of shells call it; nobody types it.

A line is a value and, behind a tab, what it is; `:files` asks the shell for its own names of files. Whatever goes
wrong, nothing is offered and nothing is said: the line that is being typed is none of our business.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from xinfang_cli.commands import Command, read
from xinfang_cli.commands.options import Opt, WordReader, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import SEALED_TITLE
from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.words import Channel
from xinfang_cli.messages import harmless

FILES = ":files"
MOST = 50
"""Matters that are offered at once, those touched last first."""

Offer = tuple[str, str]


def run(
    ctx: typer.Context,
    at: Annotated[int, argument(Opt.COMPLETE_AT, "N")],
    words: Annotated[list[str] | None, argument(Opt.COMPLETE_WORDS, "WORD")] = None,
) -> int:
    """Print what fits the word at a place, one a line."""
    typed = Typed.of(words or [], at)
    try:
        office = desk(ctx)
        if folder := typed.value_of("-C"):
            office.directory = folder
        offers = list(_offers(office, ctx.find_root().command, typed))
    except Exception:  # noqa: BLE001  # nobody is to see it in the midst of a line
        return 0
    for value, said in dict(offers).items():
        print(f"{value}\t{harmless(said)}" if said else value)
    return 0


class Typed:
    """A line that is being typed: the words before the one at the cursor, and that one as far as it goes."""

    def __init__(self, before: list[str], current: str) -> None:
        self.before, self.current = before, current

    @classmethod
    def of(cls, words: list[str], at: int) -> "Typed":
        """Return it of all words; bash makes a word of `=` too, and some shells send no empty word."""
        before, current = words[1:at], words[at] if at < len(words) else ""
        if current == "=":
            current = ""
        elif before and before[-1] == "=":
            before.pop()
        return cls([word for word in before if word != "="], current)

    def value_of(self, name: str) -> str | None:
        """Return what an option was given."""
        pairs = zip(self.before, self.before[1:], strict=False)
        return next((value for word, value in pairs if word == name), None)

    def past(self, options: Mapping[str, Any]) -> Iterator[str]:
        """Return the words before the cursor that are neither options nor their values."""
        words = iter(self.before)
        for word in words:
            if not word.startswith("-") or word == "-":
                yield word
            elif (param := options.get(word)) is not None and not param.is_flag:
                next(words, None)


def _offers(office: Desk, root: Any, typed: Typed) -> Iterator[Offer]:
    common = _options(root.params)
    command = next(typed.past(common), None)
    if command is None:
        yield from _fitting(typed.current, _of_options(typed, common, office) or _commands(office.lang))
        return
    label = read(command)
    if label is None:
        return
    real = root.get_command(None, label.value).real()
    options = _options(real.params)
    found = _of_options(typed, options, office)
    if found is None:
        arguments = [word for word in typed.past(options) if word != command]
        found = _of_arguments(office, label, real, arguments, typed.current)
    name, sign, begun = typed.current.partition("=") if _holds_value(typed.current) else ("", "", typed.current)
    yield from ((f"{name}{sign}{value}", said) for value, said in _fitting(begun, found))


def _holds_value(word: str) -> bool:
    return word.startswith("--") and "=" in word


def _fitting(begun: str, offers: Iterable[Offer]) -> Iterator[Offer]:
    """Return those that begin so; ids are offered by whoever looks them up."""
    wanted = begun.casefold()
    return (offer for offer in offers if offer[0] == FILES or offer[0].casefold().startswith(wanted))


def _options(params: Iterable[Any]) -> dict[str, Any]:
    """Return options by each of their names."""
    found = [param for param in params if param.param_type_name == "option" and not param.hidden]
    return {name: param for param in found for name in (*param.opts, *param.secondary_opts)}


def _commands(lang: Lang) -> Iterator[Offer]:
    shown = [command for command in Command if not command.is_hidden]
    yield from ((command.value, f"{command.alias} {command.in_(lang)}") for command in shown)
    yield from ((command.alias, command.in_(lang)) for command in shown)


def _of_options(typed: Typed, options: Mapping[str, Any], office: Desk) -> Iterable[Offer] | None:
    """Return values of the option before the cursor, or names of options; None where an argument is typed."""
    before = options.get(typed.before[-1]) if typed.before else None
    if before is not None and not before.is_flag:
        return _values(before, office, typed.current)
    if _holds_value(typed.current):
        name, _, begun = typed.current.partition("=")
        return _values(options[name], office, begun) if name in options else ()
    if typed.current.startswith("-") and typed.current != "-":
        return ((name, param.help or "") for name, param in options.items())
    return None


def _values(param: Any, office: Desk, begun: str) -> Iterable[Offer]:
    """Return what an option takes: words of its list, names of the office, files, matters."""
    reader = getattr(param.type, "func", None)
    if isinstance(reader, WordReader):
        return _words(reader.words, office.lang, begun)
    for name in param.opts:
        if name in _NAMED:
            return _NAMED[name](office, begun)
    shown = (param.metavar or "").strip("[]")
    if "|" in shown:
        return ((word, "") for word in shown.split("|"))
    return _BY_METAVAR[shown](office, begun) if shown in _BY_METAVAR else ()


def _words(words: type[Label], lang: Lang, begun: str) -> Iterator[Offer]:
    """Return words as they are read in a language; codes too, once one is begun."""
    if lang is Lang.ZH:
        yield from ((word.zh.partition("（")[0], "") for word in words)
    if lang is Lang.EN or begun.isascii():
        yield from ((word.value, word.in_(lang)) for word in words if lang is Lang.EN or begun)


def _units(office: Desk) -> Iterator[Offer]:
    for unit in office.config.units:
        yield unit.name, ""
        yield from ((alias, unit.name) for alias in unit.aliases)


def _categories(office: Desk, _: str) -> Iterator[Offer]:
    from xinfang_cli.measures.filters import KnownIn
    from xinfang_cli.office.names import names

    return ((name, "") for name in names(office.config, KnownIn.CATEGORIES))


def _receiving(office: Desk, _: str) -> Iterator[Offer]:
    """Return who receives visitors, each with the rule."""
    return ((leader, row.text) for row in reversed(office.config.reception.rota) for leader in row.leaders)


def _channels(office: Desk, begun: str) -> Iterator[Offer]:
    """Return the channels and the names that the office has below them."""
    yield from _words(Channel, office.lang, begun)
    yield from ((below.name, "") for below in office.config.channels)


def _columns(office: Desk, begun: str) -> Iterator[Offer]:
    from xinfang_cli.measures.listcolumns import ListColumn

    return _words(ListColumn, office.lang, begun)


_NAMED: Mapping[str, Callable[[Desk, str], Iterable[Offer]]] = {
    "--place": lambda office, _: ((place.name, place.under or "") for place in office.config.places),
    "--category": _categories,
    "--group": lambda office, _: ((group.name, group.leader or "") for group in office.config.groups),
    "--lead": lambda office, _: ((group.leader, group.name) for group in office.config.groups if group.leader),
    "--reception": _receiving,
    "--view": lambda office, _: ((name, "") for name in office.config.views),
    "--columns": _columns,
    "--channel": _channels,
}


def _matters(office: Desk, begun: str) -> Iterator[Offer]:
    """Return open matters by the tails of their ids, or whole ids where one was begun, those touched last first."""
    query = """SELECT id, title, sealed FROM cases WHERE is_open = 1 AND (id LIKE :whole OR id LIKE :tail)
        ORDER BY touched_at DESC, id LIMIT :most"""
    plain = "".join(char for char in begun if char.isalnum() or char == "-").upper()
    if plain != begun.upper():
        return
    with office.index() as index:
        values = {"whole": f"{plain or '-'}%", "tail": f"%-{plain}%", "most": MOST}
        rows = list(index.sql(query, values))
    for case_id, title, sealed in rows:
        tail = case_id.rpartition("-")[2]
        shown = tail if tail.startswith(plain) else case_id
        yield shown, SEALED_TITLE[office.lang] if sealed else title or ""


def _files(*_: Any) -> Iterator[Offer]:
    yield FILES, ""


_BY_METAVAR: Mapping[str, Callable[[Desk, str], Iterable[Offer]]] = {
    "UNIT": lambda office, _: _units(office),
    "CASE": _matters,
    **dict.fromkeys(("FILE", "FILES", "DIR", "PATH", "LEDGER"), _files),
}


def _of_arguments(office: Desk, label: Command, real: Any, given: list[str], begun: str) -> Iterable[Offer]:
    """Return what the argument at the cursor may be."""
    params = [param for param in real.params if param.param_type_name == "argument"]
    if not params:
        return ()
    param = params[min(len(given), len(params) - 1)]
    shown = (param.metavar or param.name or "").upper()
    if shown == "CASE UNIT":
        return (
            _units(office)
            if given and begun and not begun.isascii()
            else [*_matters(office, begun), *(_units(office) if given else ())]
        )
    if shown.startswith("KIND"):
        from xinfang_cli.law.documents import Document

        return _words(Document, office.lang, begun)
    names = getattr(import_module(label.module), "names", None)
    if names is not None and param is params[0]:
        return _titled(names(office, office.lang), office.lang, begun)
    reader = getattr(param.type, "func", None)
    if isinstance(reader, WordReader):
        return _words(reader.words, office.lang, begun)
    return _BY_METAVAR[shown](office, begun) if shown in _BY_METAVAR else ()


def _titled(named: Iterable[Offer], lang: Lang, begun: str) -> Iterator[Offer]:
    """Return words with titles as they are read in a language; the words themselves too, once one is begun."""
    for word, title in named:
        if lang is Lang.ZH:
            yield title, ""
        if lang is Lang.EN or not word.isascii() or (begun and begun.isascii()):
            yield word, title
