r"""The written form of our files: the layout that `write` makes.

Block style, keys in the order given, one line per value however long, lists not indented under their key. No
library takes part, so the bytes stay the same whatever is installed, and rare characters (𠮷) stay themselves.
A text is quoted wherever YAML 1.1 or 1.2 would read something else than the text.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from xinfang_cli.errors import XinfangError
from xinfang_cli.labels import pattern
from xinfang_cli.messages import Msg

FLOW_KEYS = frozenset(
    {"stops", "with", "passed", "decisions", "links", "cases", "representatives", "dockets", "reception"}
)
"""Keys whose lists of words stand on one line: `stops: [route]`."""

FLOW_ROWS = "starts"
"""The key whose mappings stand on one line each: `route: {from: 2026-11-22, rule: 15d, due: 2026-12-07}`."""

_ODD = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
_ODD_CHARACTER = pattern(f"[{_ODD}]")
_ODD_OR_QUOTED = pattern(f'[{_ODD}\n"\\\\]')
INDICATORS = r"""-+?:,\[\]{}#&*!|>'"%@`=<~. """
"""With these begins nothing that stands plain behind a key."""

_NOT_PLAIN = pattern(
    rf"""[{INDICATORS}]                                        # begins like syntax
    |.*(?:[ ][#]|:[ ]|[ :]\Z)                                   # a comment or a key within
    |(?:[0-9][-+0-9_.,:/()\ ]*                             # numbers, dates, times, phones
       |(?:0x[0-9a-f_]*|0o[0-7_]*|0b[01_]*|[0-9][0-9_.]*e[-+]?[0-9_]*)
       |[0-9]{{4}}-[0-9][0-9]?-[0-9][0-9]?(?:t|[ ]+)[0-9].*     # timestamps
       |y|n|yes|no|on|off|true|false|null)\Z""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_IN_FLOW = pattern(r"[,\[\]{}:#?'\"]")
_SHORT = 64
_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def write(data: Mapping[str, Any], comments: Mapping[str, str] | None = None) -> str:
    """Return the text of a file; `comments` are lines that stand above a key of the top level.

    Values are str, bool, int, date, datetime, None, and lists and mappings of these.
    """
    if not data:
        return "{}\n"
    lines: list[str] = []
    for key, value in data.items():
        if comments and key in comments:
            lines.append(comments[key])
        put(lines, head_of("", key), key, value, "")
    return "\n".join(lines) + "\n"


def key_lines(key: str, value: object, pad: str, *, flow: bool = False) -> list[str]:
    """Return the lines of one key with its value, indented by `pad`; one line in flow style."""
    first, *rest = value_lines(key, value, pad, flow=flow)
    return [f"{pad}{_line(key)}:{first}", *rest]


def value_lines(key: str, value: object, pad: str, *, flow: bool = False) -> list[str]:
    """Return what follows the colon of a key that is indented by `pad`: ` word`, or nothing and the lines below."""
    if flow:
        return [f" {on_one_line(value)}"]
    lines: list[str] = []
    put(lines, "", key, value, pad)
    return "\n".join(lines).split("\n")


def item_lines(value: object, pad: str) -> list[str]:
    """Return the lines of one item of a list, its dash indented by `pad`."""
    lines: list[str] = []
    _put_item(lines, value, pad)
    return "\n".join(lines).split("\n")


def as_read(value: Any) -> Any:
    """Return what a reader gets back of a value: text, true, false and null, in lists and dicts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return {str(key): as_read(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def put(lines: list[str], head: str, key: str, value: object, pad: str) -> None:
    """Add the lines of a key's value; `head` is what stands before it, `pad` how deep its key is indented."""
    kind = type(value)
    if kind is str:
        lines.append(f"{head} {text_at(value, pad)}")  # type: ignore[arg-type]  # mypy does not follow `kind`
    elif kind in BARE:
        lines.append(f"{head} {BARE[kind](value)}")
    elif isinstance(value, dict):
        _put_mapping(lines, head, key, value, pad)
    elif isinstance(value, list | tuple):
        _put_list(lines, head, key, value, pad)
    else:
        lines.append(f"{head} {text_at(value, pad) if isinstance(value, str) else _bare(value)}")


def _put_mapping(lines: list[str], head: str, key: str, value: Mapping[str, object], pad: str) -> None:
    if not value:
        lines.append(f"{head} {{}}")
        return
    lines.append(head)
    deeper = f"{pad}  "
    if key == FLOW_ROWS:
        lines.extend(f"{head_of(deeper, name)} {on_one_line(part)}" for name, part in value.items())
        return
    for name, part in value.items():
        put(lines, head_of(deeper, name), name, part, deeper)


def _put_list(lines: list[str], head: str, key: str, value: Iterable[object], pad: str) -> None:
    items = list(value)
    if not items:
        lines.append(f"{head} []")
    elif key in FLOW_KEYS and not any(isinstance(item, dict | list | tuple) for item in items):
        lines.append(f"{head} {on_one_line(items)}")
    else:
        lines.append(head)
        for item in items:
            _put_item(lines, item, pad)


def _put_item(lines: list[str], item: object, pad: str) -> None:
    first, deeper = len(lines), f"{pad}  "
    if isinstance(item, dict) and item:
        for name, part in item.items():
            put(lines, head_of(deeper, name), name, part, deeper)
    elif isinstance(item, list | tuple) and item:
        for part in item:
            _put_item(lines, part, deeper)
    else:
        put(lines, f"{pad}-", "", item, pad)
        return
    lines[first] = f"{pad}- {lines[first][len(deeper) :]}"


def _bare(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case _:
            raise TypeError(f"no YAML for {type(value).__name__}")


BARE: Mapping[type, Callable[[Any], str]] = {
    type(None): _bare,
    bool: _bare,
    int: str,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
}
"""How values of exactly these types are written; their kin take the long way."""


def on_one_line(value: object) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        return _flow_text(value)
    if isinstance(value, dict):
        return f"{{{', '.join([f'{_flow_text(key)}: {on_one_line(part)}' for key, part in value.items()])}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join([on_one_line(part) for part in value])}]"
    return _bare(value)


def _flow_text(text: str) -> str:
    return _known_flow_line(str(text)) if len(text) < _SHORT else _flow_line(text)


def _flow_line(text: str) -> str:
    line = _line(text)
    return _single(text) if line == text and _NOT_IN_FLOW.search(text) else line


@lru_cache(maxsize=1024)
def head_of(pad: str, key: str) -> str:
    """Return a key as it stands before its value."""
    return f"{pad}{_line(key)}:"


def _line(text: str) -> str:
    """Return a text on one line: plain, else in single quotes, else in double quotes."""
    return _known_line(str(text)) if len(text) < _SHORT else _new_line(text)


def _new_line(text: str) -> str:
    if "\n" in text or _ODD_CHARACTER.search(text):
        return f'"{_escaped(text)}"'
    return text if text and not _NOT_PLAIN.match(text) else _single(text)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_known_line = lru_cache(maxsize=4096)(_new_line)
_known_flow_line = lru_cache(maxsize=1024)(_flow_line)


def text_at(text: str, pad: str) -> str:
    """Return a text as the value of a key that is indented by `pad`."""
    return _block_text(text, pad) if "\n" in text else _line(text)


def _block_text(text: str, pad: str) -> str:
    """Return a text of several lines as a `|` block, or quoted where a block could lose a character.

    Blanks at line ends are safe in a block by the letter of YAML and not with editors that trim them.
    """
    deeper = f"{pad}  "
    if text.lstrip("\n")[:1] in ("", " ") or " \n" in text or text[-1] == " " or _ODD_CHARACTER.search(text):
        return _quoted_lines(text, deeper)
    ends = len(text) - len(text.rstrip("\n"))
    lines = text.split("\n")[: -1 if ends else None]
    block = "\n".join(f"{deeper}{line}" if line else "" for line in lines)
    return f"|{('-', '', '+')[min(ends, 2)]}\n{block}"


def _quoted_lines(text: str, pad: str) -> str:
    r"""Return a text in double quotes with a `\` at each line's end, so that it still reads as lines."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    parts = [_escaped(line) for line in lines]
    return '"' + f"\\\n{pad}".join(f"\\{part}" if part[0] == " " else part for part in parts) + '"'


def _escaped(text: str) -> str:
    return _ODD_OR_QUOTED.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":  # half a character: bytes of a command line that were no UTF-8
        raise XinfangError(Msg.YAML_HALF_CHARACTER())
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"


def has_odd(text: str) -> bool:
    """Whether a text has a character that is never written as it stands; the first question is the quicker one."""
    return not text.isprintable() and _ODD_CHARACTER.search(text) is not None
