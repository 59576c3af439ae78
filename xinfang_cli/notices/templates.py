"""The office's own templates: kept by their hash from the first use on, filled in a sandbox; and the built-in ones.

`templates/opinion.docx` is what an office works on in Word or WPS. What a document was made with stays beside it as
`templates/opinion-1a2b3c4d.docx`, which git keeps, so that the document can be made again as it was.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.notices import blocks
from xinfang_cli.notices.fields import FIELDS
from xinfang_cli.notices.kinds import Notice
from xinfang_cli.notices.making import Paper, hash_of, values_of
from xinfang_cli.notices.word import docx
from xinfang_cli.store.out import beside

_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


class Template(NamedTuple):
    """A template of the office's own: what it is called in entries, and its file."""

    name: str
    data: bytes
    kept: Path

    @property
    def digest(self) -> str:
        """The hash by which it is known."""
        return hash_of(self.data)


def own(folder: Path, notice: Notice, earlier: str | None, *, anew: bool) -> Template | None:
    """Return the office's own template of a kind, or the one with which a document was made; None for the built-in.

    Raises:
        RefusedError: the one that a document was made with is not there any more, or another.
    """
    if earlier is not None and not anew:
        return _as_used(folder, earlier) if earlier != notice.template else None
    path = folder / f"{notice.document.value}.docx"
    if not path.is_file():
        return None
    data = path.read_bytes()
    name = f"{notice.document.value}-{hash_of(data)[:8]}"
    return Template(name, data, folder / f"{name}.docx")


def _as_used(folder: Path, name: str) -> Template:
    path = folder / f"{name}.docx"
    data = path.read_bytes() if path.is_file() else b""
    if not hash_of(data).startswith(name.rpartition("-")[2]):
        raise RefusedError(Msg.NOTICE_TEMPLATE_GONE(path=path.name))
    return Template(name, data, path)


def keep(template: Template) -> None:
    """Put a template that is used for the first time beside the one that the office works on."""
    if not template.kept.exists():
        with beside(template.kept) as temp:
            temp.write_bytes(template.data)


def fill(template: Template, paper: Paper) -> bytes:
    """Return a document made with the office's own template.

    Raises:
        RefusedError: the template is damaged, names a field that there is not, or reaches for more than fields.
    """
    from xinfang_cli.render.word import fill as filled

    values = values_of(paper.notice, paper.ground, frozenset(FIELDS))
    asked = blocks.optional(paper.notice)  # a blank would make `if` say yes
    lacking = {name for name, value in values.items() if value in (None, "")} - asked
    shown = {**values, **dict.fromkeys(lacking, blocks.BLANK)}
    return filled(
        template.data,
        f"{paper.notice.document.value}.docx",
        shown,
        title=paper.notice.document.zh,
        author=paper.ground.issuer or "",
        day=paper.ground.day or paper.about.on,
    )


def text_of(data: bytes) -> str:
    """Return the text of a .docx file, by which two of them are compared."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8", "replace")
    return "\n".join("".join(_TEXT.findall(part)) for part in _PARAGRAPH.findall(xml)) + "\n"


def write_all(folder: Path, notices: Iterable[Notice]) -> int:
    """Write the built-in templates, to be changed in Word or WPS, and return how many.

    Raises:
        RefusedError: one of the files is there already; nothing is written.
    """
    wanted = {folder / f"{notice.document.value}.docx": notice for notice in notices}
    for path in wanted:
        if path.exists():
            raise RefusedError(Msg.TEMPLATE_THERE(path=path))
    for path, notice in wanted.items():
        with beside(path) as temp:
            temp.write_bytes(docx(blocks.bare(notice), notice.layout))
    return len(wanted)
