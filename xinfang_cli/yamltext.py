"""Texts of YAML files before anyone knows what they hold: their bytes, and what can be wrong with them."""

from dataclasses import dataclass

from xinfang_cli.messages import Msg, Text

MAX_BYTES = 4 * 1024 * 1024


@dataclass
class YamlFault(Exception):  # noqa: N818  (a fault in data, like Problem; whoever reads the file turns it into one)
    """A text is not YAML that we take: the first fault, with its line."""

    line: int | None
    text: Text


def decoded(raw: bytes) -> str:
    """Return the text of a file's bytes without a byte order mark. Raises YamlFault."""
    if len(raw) > MAX_BYTES:
        raise YamlFault(None, Msg.YAML_TOO_LARGE(size=len(raw), limit=MAX_BYTES))
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise YamlFault(raw.count(b"\n", 0, error.start) + 1, Msg.YAML_NOT_UTF8()) from None
