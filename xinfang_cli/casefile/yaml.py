"""Texts in YAML of any form: their bytes, what they hold, lines of values, changes that leave the rest alone.

Every scalar is read as the text that stands there (`01065123456`, `no`, `12:30`), but for a plain true, false, null,
`~` or nothing. What two readers could take differently is refused: duplicate keys, anchors, tags, merge keys.

PyYAML is imported where it is asked: nearly every case file is in our own form (`ownform`), and the import takes longer
than reading a hundred of them. Its events go by the names of their classes, so that no value needs an import.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.casefile.layout import as_read
from xinfang_cli.casefile.splice import AwkwardError, ValueSpan, merged, spliced
from xinfang_cli.labels import pattern
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 20
KEY_LENGTH = 128
"""Longer keys are refused: an implicit key may have 1024 characters, escaped ones up to six per character."""

_NOT_YAML = pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = pattern(r"^(?:<{7}|={7}|>{7}|\|{7})(?= |$)", re.MULTILINE)
_COMMENT = pattern(r"#[^\r\n]*")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_SENTENCES = (
    # part of what libyaml (or PyYAML's own parser) says, our sentence, whether it is where the construct began
    ("found character that cannot start any token", Msg.YAML_CHARACTER, False),
    ("that cannot start any token", Msg.YAML_CHARACTER, False),
    ("found a tab character", Msg.YAML_TAB, False),
    ("mapping values are not allowed", Msg.YAML_COLON, False),
    ("could not find expected ':'", Msg.YAML_NO_COLON, True),
    ("unexpected end of stream", Msg.YAML_QUOTE, True),
    ("or '}'", Msg.YAML_BRACKET, True),
    ("or ']'", Msg.YAML_BRACKET, True),
    ("node content", Msg.YAML_BRACKET, False),
    ("did not find expected key", Msg.YAML_INDENT, False),
    ("did not find expected '-' indicator", Msg.YAML_INDENT, False),
    ("expected <block end>", Msg.YAML_INDENT, False),
    ("found undefined tag handle", Msg.YAML_TAG, False),
    ("maximum nesting depth", Msg.YAML_DEEP, False),  # newer libyaml stops before we do
)


class YamlFault(Exception):  # noqa: N818  (a fault in data, like Problem; whoever reads the file turns it into one)
    """A text is not YAML that we take: the first fault, with its line."""

    def __init__(self, line: int | None, text: Text) -> None:
        self.line = line
        self.text = text


def decoded(raw: bytes) -> str:
    """Return the text of a file's bytes without a byte order mark. Raises YamlFault."""
    if len(raw) > MAX_BYTES:
        raise YamlFault(None, Msg.YAML_TOO_LARGE(size=len(raw), limit=MAX_BYTES))
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise YamlFault(raw.count(b"\n", 0, error.start) + 1, Msg.YAML_NOT_UTF8()) from None


def read_bytes(raw: bytes) -> dict[str, Any]:
    """Return the data of a file's bytes: UTF-8 with or without a mark, at most 4 MiB. Raises YamlFault."""
    return read(decoded(raw))


def read(text: str) -> dict[str, Any]:
    """Return the data of a text that is one mapping. Raises YamlFault at the first fault."""
    from yaml import MarkedYAMLError

    _check_characters(text)
    try:
        return _document(_loader()(text).get_event)
    except MarkedYAMLError as error:
        raise _fault(text, error) from None


def _loader() -> Any:
    """Return libyaml's loader where it is there; both only give events, nodes and tokens here."""
    import yaml

    return getattr(yaml, "CLoader", yaml.Loader)


def _check_characters(text: str) -> None:
    odd = _NOT_YAML.search(text)
    if odd:
        raise YamlFault(_line_at(text, odd.start()), Msg.YAML_CONTROL(code=f"U+{ord(odd[0]):04X}"))
    conflict = _CONFLICT.search(text)
    if conflict:
        raise YamlFault(_line_at(text, conflict.start()), Msg.YAML_CONFLICT())


def _line_at(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _document(get: Callable[[], Any]) -> dict[str, Any]:
    get()  # the stream's start
    if type(get()).__name__ == "StreamEndEvent":
        raise YamlFault(None, Msg.YAML_EMPTY())
    event = get()
    if type(event).__name__ == "ScalarEvent" and event.implicit[0] and not event.value:
        raise YamlFault(None, Msg.YAML_EMPTY())
    if type(event).__name__ != "MappingStartEvent":
        raise _at(event, Msg.YAML_NOT_MAPPING())
    data: dict[str, Any] = _value(get, event, 0)
    get()  # the document's end
    event = get()
    if type(event).__name__ != "StreamEndEvent":
        raise _at(event, Msg.YAML_DOCUMENTS())
    return data


def _value(get: Callable[[], Any], event: Any, depth: int) -> Any:
    if event.anchor is not None:  # an alias has one, too
        raise _at(event, Msg.YAML_ALIAS())
    if event.tag is not None:
        raise _at(event, Msg.YAML_TAG())
    if type(event).__name__ == "ScalarEvent":
        return _CONSTANTS.get(event.value, event.value) if event.implicit[0] else event.value
    if depth == MAX_DEPTH:
        raise _at(event, Msg.YAML_DEEP(limit=MAX_DEPTH))
    return _mapping(get, depth + 1) if type(event).__name__ == "MappingStartEvent" else _sequence(get, depth + 1)


def _mapping(get: Callable[[], Any], depth: int) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    while True:
        event = get()
        if type(event).__name__ == "MappingEndEvent":
            return mapping
        key = _key(event)
        if key in mapping:
            raise _at(event, Msg.YAML_DUPLICATE(key=key))
        mapping[key] = _value(get, get(), depth)


def _key(event: Any) -> str:
    if event.anchor is not None:
        raise _at(event, Msg.YAML_ALIAS())
    if event.tag is not None:
        raise _at(event, Msg.YAML_TAG())
    if type(event).__name__ != "ScalarEvent" or len(event.value) > KEY_LENGTH:
        raise _at(event, Msg.YAML_KEY())
    if event.value == "<<" and event.implicit[0]:
        raise _at(event, Msg.YAML_MERGE())
    key: str = event.value
    return key


def _sequence(get: Callable[[], Any], depth: int) -> list[Any]:
    sequence: list[Any] = []
    while True:
        event = get()
        if type(event).__name__ == "SequenceEndEvent":
            return sequence
        sequence.append(_value(get, event, depth))


def _at(event: Any, text: Text) -> YamlFault:
    return YamlFault(event.start_mark.line + 1, text)


def _fault(text: str, error: "MarkedYAMLError") -> YamlFault:
    """Return what a parser says in our own words, with the line a person would look at."""
    said = str(error.problem)
    msg, from_start = next(((msg, start) for part, msg, start in _SENTENCES if part in said), (Msg.YAML_SYNTAX, False))
    mark: Any = (error.context_mark if from_start else None) or error.problem_mark or error.context_mark
    character = text[mark.index : mark.index + 1]
    if msg is Msg.YAML_CHARACTER and character == "\t":
        msg = Msg.YAML_TAB
    last = text.rstrip("\n").count("\n") + 1  # what is missing at the end is missed on a line that is not there
    return YamlFault(min(mark.line + 1, last), msg(character=character, column=mark.column + 1, limit=MAX_DEPTH))


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """Return the line, from 1, of the value at a path or of its nearest parent; None if the text is no YAML.

    Slow: for messages only.
    """
    import yaml

    try:
        node = yaml.compose(text.removeprefix("\ufeff"), Loader=_loader())
    except yaml.YAMLError:
        return None
    if node is None:
        return None
    line: int = node.start_mark.line + 1
    for step in path:
        found = next((pair for pair in _children(node) if pair[0] == step), None)
        if found is None:
            break
        _, line, node = found
    return line


def comments(text: str) -> list[str]:
    """Return the comments of a text, each from its `#`, in the order in which they stand."""
    from yaml import scan

    found, end, text = [], 0, text.removeprefix("\ufeff")
    for token in scan(text, Loader=_loader()):
        found += _COMMENT.findall(text[end : token.start_mark.index])
        end = max(end, token.end_mark.index)
    return found


def keys_under(text: str, path: tuple[str | None, ...]) -> Iterator[dict[str, tuple[int, int]]]:
    """Return the keys of each mapping at a path, with where they begin and end; None in it is every item of a list.

    Nothing where there is no such mapping, or no YAML.
    """
    import yaml

    bare = text.removeprefix("\ufeff")
    try:
        nodes: list[Any] = [yaml.compose(bare, Loader=_loader())]
    except yaml.YAMLError:
        return
    for step in path:
        nodes = [value for node in nodes if node for key, _, value in _children(node) if step in (None, key)]
    mark = len(text) - len(bare)
    for node in nodes:
        if node and node.id == "mapping":
            yield {key.value: (mark + key.start_mark.index, mark + key.end_mark.index) for key, _ in node.value}


def _children(node: Any) -> Iterator[tuple[str | int, int, Any]]:
    if node.id == "mapping":
        for key, value in node.value:
            yield key.value, key.start_mark.line + 1, value
    elif node.id == "sequence":
        for index, item in enumerate(node.value):
            yield index, item.start_mark.line + 1, item


def update(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return a file's text, which holds `old`, so changed that it holds `new`.

    Only the places that differ between `old` and `new` are touched: comments, order, quotes, unknown keys and line
    ends stay as someone made them. Raises YamlFault where that cannot be done.
    """
    from yaml import compose

    bare = text.removeprefix("\ufeff")
    wanted = merged(read(bare), as_read(old), as_read(new))
    try:
        changed = spliced(bare, _span(bare, compose(bare, Loader=_loader())), old, new)
        if read(changed) == wanted:
            return text[: len(text) - len(bare)] + changed
    except (AwkwardError, YamlFault):
        pass
    keys = [key for key in {**old, **new} if as_read(old.get(key)) != as_read(new.get(key))]
    raise YamlFault(None, Msg.YAML_NOT_EDITED(keys=keys))


def _span(text: str, node: Any) -> ValueSpan:
    start, end, column = node.start_mark.index, node.end_mark.index, node.start_mark.column
    if node.id == "scalar":
        if node.style not in ("|", ">"):
            return ValueSpan(start, end, column)
        keeps = "+" in text[start:end].partition("\n")[0].partition("#")[0]
        content = text[start:end].removesuffix("\n") if keeps else text[start:end].rstrip()
        return ValueSpan(start, start + len(content), column, block=True)
    block = not node.flow_style
    if node.id == "sequence":
        items = tuple(_span(text, item) for item in node.value)
        return ValueSpan(start, items[-1].end if block else end, column, block, items=items)
    pairs = tuple((key.value, _span(text, key), _span(text, value)) for key, value in node.value)
    return ValueSpan(start, pairs[-1][2].end if block else end, column, block, pairs=pairs)
