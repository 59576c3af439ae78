"""The formats: one line each here, one file each beside. Each draws the same page.

A format that is text returns it in pieces, so that a table with a row for each of a hundred thousand duties needs no
memory; one that is none writes a file.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from xinfang_cli.labels import Label, Lang, Plain

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from xinfang_cli.measures.table import Page


class Format(Label):
    """A format: the word that is typed, which is its file's name too, and its names."""

    TERMINAL = "terminal", "终端", "terminal"
    MD = "md", "Markdown", "Markdown"
    HTML = "html", "网页", "web page"
    JSON = "json", "JSON", "JSON"
    CSV = "csv", "CSV", "CSV"
    XLSX = "xlsx", "电子表格", "spreadsheet"
    DOCX = "docx", "Word文档", "Word document"

    @property
    def is_binary(self) -> bool:
        """Whether it is no text, so that it goes to a file or a pipe and never to a terminal."""
        return self in (Format.XLSX, Format.DOCX)


class Outgoing(Plain):
    """How a Word document goes out (发文): what the office set, and what was said of this one.

    Attributes:
        template: the office's own template.
        issuer: whose document it is (发文机关); without one it has a plain title, and neither head nor imprint.
        mark: of its number (发文字号), such as 某信通: the rest is written by hand.
        number: its number, if it has one already.
        to: whom it is addressed to (主送).
        copies: who gets copies (抄送).
        day: on which it is issued (成文日期); the day of the figures if nobody says.
    """

    template: "Path | None" = None
    issuer: str | None = None
    mark: str | None = None
    number: str | None = None
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    day: "dt.date | None" = None


KEPT_IN = Outgoing()
"""Of what goes nowhere."""


class Screen(Plain):
    """What the output can show; only `terminal` asks.

    Attributes:
        is_terminal: whether a person looks at it on a terminal that knows escapes; otherwise plain aligned text.
        width: its columns.
        height: rows of a table to show at most; only a terminal cuts, and says how many it left out.
        is_colored: whether colours are wanted there.
    """

    is_terminal: bool = False
    width: int = 80
    height: int = 40
    is_colored: bool = True


PLAIN = Screen()


def draw(page: "Page", form: Format, lang: Lang, screen: Screen = PLAIN) -> Iterator[str]:
    """Return a page in a format that is text, in pieces; write it as UTF-8 without translating line ends."""
    pieces: Iterator[str] = import_module(f"xinfang_cli.render.{form.value}").draw(page, lang, screen)
    return pieces


def write(page: "Page", form: Format, lang: Lang, path: "Path", outgoing: Outgoing = KEPT_IN) -> None:
    """Write a page to a file in any format: whole, or not at all; `outgoing` is how a Word document goes out.

    Raises:
        XinfangError: the system refuses, or the template is wrong; what was there is as it was.
    """
    if form.is_binary:
        import_module(f"xinfang_cli.render.{form.value}").write(page, lang, path, outgoing)
        return
    from xinfang_cli.store.out import write_out

    write_out(path, draw(page, form, lang))
