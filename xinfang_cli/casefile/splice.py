"""Changes to a file made by hand: new values go in where the old ones stood, and nothing else moves.

Works on the text itself, at the places (`ValueSpan`) where a YAML reader found the values. Reading a file into a tree
that keeps comments, and writing that tree, would lay out anew whatever was spaced, wrapped or indented otherwise.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xinfang_cli.casefile.layout import FLOW_ROWS, as_read, item_lines, key_lines, value_lines
from xinfang_cli.labels import Plain, pattern

_COLON = pattern(r"\s*:")
_COMMENT = pattern(r"(?:\r?\n[ ]*)*\r?\n( *)#[^\r\n]*")


class ValueSpan(Plain):
    """Where a value stands: from `start` to `end`, its first line at `column`.

    `end` is the end of the last word in it. `block`: it goes on by indentation, so that lines can be put in.
    """

    start: int
    end: int
    column: int
    block: bool = False
    pairs: "tuple[tuple[str, ValueSpan, ValueSpan], ...] | None" = None
    items: "tuple[ValueSpan, ...] | None" = None


class AwkwardError(Exception):
    """The change cannot be made at this place; replacing the whole value around it may do."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def spliced(text: str, top: ValueSpan, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return the text with what differs between `old` and `new` changed. Raises AwkwardError."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    done, parts = 0, []
    for edit in sorted(_mapping_edits(text, top, old, new), key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.text.replace("\n", line_end)]
        done = edit.end
    return "".join([*parts, text[done:]])


def merged(found: Any, old: Any, new: Any) -> Any:
    """Return what a file should hold that holds `found`, when `old` becomes `new` (all of them as read)."""
    if isinstance(found, dict) and isinstance(old, dict) and isinstance(new, dict):
        kept = {key: value for key, value in found.items() if key in new or key not in old}
        changed = {key: merged(found.get(key), old.get(key), new[key]) for key in new if _differs(old, new, key)}
        return kept | changed
    if isinstance(found, list) and isinstance(old, list) and isinstance(new, list) and _grows(found, old, new):
        items = [merged(*three) if three[1] != three[2] else three[0] for three in zip(found, old, new, strict=False)]
        return items + new[len(old) :]
    return new


def _differs(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> bool:
    return key not in old or as_read(old[key]) != as_read(new[key])


def _grows(found: Any, old: Any, new: Any) -> bool:
    return len(found) == len(old) <= len(new)


def _mapping_edits(
    text: str, span: ValueSpan, old: Mapping[str, Any], new: Mapping[str, Any], *, rows: bool = False
) -> Iterator[_Edit]:
    pairs = {key: (key_span, value) for key, key_span, value in span.pairs or ()}
    staying = [key for key in pairs if key in new or key not in old]
    if not span.block or not staying:
        raise AwkwardError
    above = staying[0]
    for key, value in new.items():
        changed = _differs(old, new, key)
        if key in pairs:
            above = key
            if changed:
                yield from _value_edits(text, key, pairs[key], old.get(key), value)
        elif changed:
            place = _below(text, pairs[above][1].end, span.column)
            yield _insertion(place, key_lines(key, value, " " * span.column, flow=rows))
    for key, spans in pairs.items():
        if key not in staying:
            yield _removal(text, *spans)


def _value_edits(text: str, key: str, spans: tuple[ValueSpan, ValueSpan], old: Any, new: Any) -> list[_Edit]:
    _, value = spans
    try:
        if value.pairs is not None and isinstance(old, Mapping) and isinstance(new, Mapping) and new:
            return list(_mapping_edits(text, value, old, new, rows=key == FLOW_ROWS))
        if value.items is not None and isinstance(old, list | tuple) and isinstance(new, list | tuple):
            return list(_list_edits(text, value, old, new))
    except AwkwardError:
        pass
    return list(_replacement(text, key, *spans, new))


def _list_edits(
    text: str, span: ValueSpan, old: list[Any] | tuple[Any, ...], new: list[Any] | tuple[Any, ...]
) -> Iterator[_Edit]:
    items = span.items or ()
    if not span.block or not _grows(items, old, new):
        raise AwkwardError
    for item, before, after in zip(items, old, new, strict=False):
        if as_read(before) != as_read(after):
            if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
                raise AwkwardError
            yield from _mapping_edits(text, item, before, after)
    added = [line for item in new[len(old) :] for line in item_lines(item, " " * span.column)]
    if added:
        yield _insertion(_below(text, span.end, span.column), added)


def _replacement(text: str, key: str, key_span: ValueSpan, value: ValueSpan, new: Any) -> Iterator[_Edit]:
    flow = not value.block and bool(value.pairs or value.items) and isinstance(new, Mapping | list | tuple)
    first, *rest = value_lines(key, new, " " * key_span.column, flow=flow)
    if not rest and not value.block and value.end > value.start:
        yield _Edit(value.start, value.end, first[1:])
        return
    colon = _COLON.match(text, key_span.end)
    if not colon:
        raise AwkwardError
    if value.block:
        yield _Edit(colon.end(), _line_end(text, value.end), "\n".join([first, *rest]))
        return
    yield _Edit(colon.end(), value.end, first)  # a comment behind it stays behind its first line
    if rest:
        yield _insertion(_line_end(text, value.end), rest)


def _below(text: str, index: int, column: int) -> int:
    """Return the end of the line of an index, or of the comments under it that are indented as deep as `column`.

    They belong to what they follow, and a `|` block put in above them would swallow them.
    """
    place = _line_end(text, index)
    while comment := _COMMENT.match(text, place):
        if len(comment[1]) < max(column, 1):
            break
        place = comment.end()
    return place


def _insertion(place: int, lines: list[str]) -> _Edit:
    return _Edit(place, place, "".join(f"\n{line}" for line in lines))


def _removal(text: str, key_span: ValueSpan, value: ValueSpan) -> _Edit:
    start, end = text.rfind("\n", 0, key_span.start) + 1, _line_end(text, value.end)
    if text[start : key_span.start].strip(" "):
        raise AwkwardError
    if end == len(text):
        return _Edit(_line_end(text, max(start - 2, 0)), end, "")
    return _Edit(start, text.index("\n", end) + 1, "")


def _line_end(text: str, index: int) -> int:
    """Return where the line of an index ends, before its line break."""
    found = text.find("\n", index)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1] == "\r" and found > index else found
