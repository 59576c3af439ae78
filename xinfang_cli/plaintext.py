"""Text made plain, to be compared, searched and read for figures; what people wrote is kept as they wrote it."""

import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))


def narrow(text: str) -> str:
    """Return text in half width, with nothing in it that is not seen and no space around it: to be read for values."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return text.strip()


def squeezed(text: str) -> str:
    """Return text in half width without any space: the key of names and words, which people part as they like."""
    return unspaced(narrow(text))


def unspaced(text: str) -> str:
    """Return text without any space, line breaks included, in the width it has: a header as it is shown."""
    return "".join(text.split())


def in_one_line(text: str) -> str:
    """Return text with one blank where spaces and line breaks were: for what is to stand in a line."""
    return " ".join(text.split())


def listed(text: str) -> tuple[str, ...]:
    """Return the names of a text with 、 or commas between them, each once."""
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(name for part in text.split("、") if (name := in_one_line(part))))


def unquoted(text: str) -> str:
    """Return text without one pair of quotation marks, such as an input method sets and no shell takes off."""
    bare = text.strip()
    return bare[1:-1].strip() if len(bare) > 2 and bare[0] + bare[-1] in _QUOTES else text  # noqa: PLR2004


_QUOTES = ("“”", "‘’", "「」", "『』", "““", "””", "＂＂")


def searchable(text: str) -> str:
    """Return text in half width and small letters, spaces as they are: what a search looks in and for."""
    return unicodedata.normalize("NFKC", text).casefold()
