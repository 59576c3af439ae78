"""How Chinese is set (GB/T 15834-2011): marks of full width, no blank between characters and numerals.

What is typed stands as it is: commands, options, keys, file names, ids, spans in `backquotes`, lists in [brackets].
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xinfang_cli.labels import Lang

_HAN = "\u3400-\u9fff〇"
_WIDE = f"{_HAN}，；：（）？！、。“”《》"
_DAY = r"\d{4}-\d\d-\d\d"
_NUMERAL = r"(?:\d{4}-W\d\d|[+-]?\d(?:[\d.,:/%+~-]*[\d%])?|(?!NAME|CASE|UNIT)[A-Z][A-Za-z]*(?:-\d+)?)"
_FULL = str.maketrans(",;:?!()", "，；：？！（）")

# What is left alone comes first, so that no mark within it is looked at.
_SPOTS = (  # no pattern is made where nothing is set: `--help` takes this module for its colons
    # Typed: in backquotes, addresses, lists, a doubled brace, an escape.
    r"(?P<typed>`[^`]*`|https?://\S+|\[[^\[\]]*\](?:\([^()\s]*\))?|\{\{.*?\}\}|\\.)"
    # Brackets behind a character, or around one; English sets a blank before them, which leaves them alone.
    rf"|(?P<open>(?<=[{_WIDE}}}%\d])\((?=[^()]+\))|(?<![\w\s\]])\((?=[^()]*[{_HAN}][^()]*\))"
    rf"|(?<=[A-Za-z])\((?=[^()]*[{_HAN}{{][^()]*\)))"
    r"|(?P<close>\))"
    # Commas and the like beside a character; with a blank behind them they are those of YAML: `键: 值`, [甲, 乙].
    rf"|(?P<mark>(?<=[{_WIDE})])[,;:?!](?![ $])|(?<=\}})(?:[,;?!](?! )|:(?=[{_WIDE}{{]))"
    rf"|[,;?!](?=[{_WIDE}({{])|(?<=\w)[,;](?=[A-Za-z])|(?<=\w):(?=[{_HAN}]))"
    # Blanks before and behind a numeral or a word of capitals. What follows a word of the command line stays apart,
    # and so does a day that begins a line: it is a column of its own.
    rf"|(?P<blank>(?<=[{_WIDE})]) (?={_NUMERAL}(?:[ ,;:<\\{_WIDE}()]|$))|(?<=[{_HAN}]) (?=\d+w?d\b))"
    rf"|(?P<behind>(?<![A-Za-z_] )(?<![\w.-])(?!{_DAY}){_NUMERAL} (?=[{_HAN}“])"
    rf"|(?:(?<=[{_WIDE})}},;:])|(?<=[{_WIDE})}}] )){_DAY} (?=[{_HAN}“])|{_DAY} (?=至)|(?<=\w%) (?=[{_HAN}]))"
)
_BLANKS = {"blank", "behind"}
_CODE = r"(?a:`[^`]*`|\bxinfang [a-z-]+|<[^<>]*>|https?://\S+|--?[a-z][\w-]*|\{[^{}]*\}|\[[^\[\]]*\]|\b[\w./-]*[_./\d][\w./-]*\b)"
_ENGLISH = r"[A-Za-z]{2,}(?=,? [A-Za-z]{2,})|(?<=[A-Za-z] )[A-Za-z]{2,}"


class Offence(NamedTuple):
    """A place where Chinese is set wrong: what stands there, and what should."""

    at: int
    is_: str
    should: str


def offences(text: str) -> Iterator[Offence]:
    """Yield what is set wrong in a Chinese text, from left to right."""
    opened = 0
    for spot in re.finditer(_SPOTS, text, re.DOTALL):
        kind, found = spot.lastgroup, spot.group()
        opened += (kind == "open") - (kind == "close")
        if opened < 0:  # what it closes was left alone
            opened = 0
        elif kind != "typed":
            yield Offence(spot.start(), found, found.rstrip() if kind in _BLANKS else found.translate(_FULL))


def set_chinese(text: str) -> str:
    """Return a Chinese text as it should be set; what is set right stays as it is."""
    pieces, last = [], 0
    for offence in offences(text):
        pieces += [text[last : offence.at], offence.should]
        last = offence.at + len(offence.is_)
    return "".join([*pieces, text[last:]])


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese, and not English with some Chinese words in it."""
    bare = re.sub(_CODE, " ", text)
    return len(re.findall(f"[{_HAN}]", bare)) > 2 * len(re.findall(_ENGLISH, bare))


def bracketed(text: str, lang: Lang) -> str:
    """Return a text in brackets, as it follows another."""
    return f"（{text}）" if lang is Lang.ZH else f" ({text})"


def labelled(name: str, lang: Lang, text: str = "") -> str:
    """Return a label with its colon, and what stands behind it."""
    return f"{name}：{text}" if lang is Lang.ZH else f"{name}: {text}".rstrip()


def semicolons(parts: Iterable[str], lang: Lang) -> str:
    """Return sentences as one."""
    return ("；" if lang is Lang.ZH else "; ").join(parts)
