"""The parts of a .docx file that are the same in each: styles, fonts with what stands in for them, relations."""

from collections.abc import Iterable, Mapping

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = f'xmlns:w="{_SPACE}" xmlns:r="{_RELATION}"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

HEAD: Mapping[str, str] = {
    "document": f"{_XML}<w:document {_MAIN}><w:body>",
    "footer": f"{_XML}<w:ftr {_MAIN}>",
}
TAIL: Mapping[str, str] = {"document": "</w:body></w:document>", "footer": "</w:ftr>"}


def content_types(footers: Iterable[str]) -> str:
    """Return what kind each part is of."""
    parts = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    kinds = parts | dict.fromkeys(footers, "footer")
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
        )
        + "</Types>"
    )


ROOT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def relations(footers: Iterable[str]) -> str:
    """Return which parts the document has: the first footer is rId4."""
    kinds = {name: name for name in ("styles", "settings", "fontTable")} | dict.fromkeys(footers, "footer")
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{at}" Type="{_RELATION}/{kind}" Target="{name}.xml"/>'
            for at, (name, kind) in enumerate(kinds.items(), 1)
        )
        + "</Relationships>"
    )


SETTINGS = (
    f"{_XML}<w:settings {_MAIN}><w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

TITLE_FONT, BODY_FONT, HEADING_FONT, SECOND_FONT, PAGE_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
INSTEAD: Mapping[str, tuple[str, ...]] = {
    TITLE_FONT: ("小标宋体", "FZXiaoBiaoSong-B05S", "华文中宋", "Noto Serif CJK SC", "宋体"),
    BODY_FONT: ("仿宋", "FangSong", "STFangsong", "华文仿宋", "Noto Serif CJK SC"),
    HEADING_FONT: ("SimHei", "Noto Sans CJK SC"),
    SECOND_FONT: ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
    PAGE_FONT: ("SimSun", "Noto Serif CJK SC"),
}
"""What stands in where an office has not bought or installed a font."""

FONT_TABLE = (
    f"{_XML}<w:fonts {_MAIN}>"
    + "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{";".join(others)}"/></w:font>' for font, others in INSTEAD.items()
    )
    + "</w:fonts>"
)


GRID = 579
"""Twentieths of a point from line to line: 22 lines on 225 mm. What has other lines stands off the grid."""


def fonts(font: str) -> str:
    """Return a font for Chinese, beside the one for letters and figures."""
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{font}"/>'


def style(name: str, paragraph: str, run: str, based: str = "Normal") -> str:
    """Return a style of paragraphs: what it says of them, and of their runs."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def size(points: float) -> str:
    """Return the size of letters."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def spacing(line: int, before: int = 0, after: int = 0) -> str:
    """Return the height of a line, and what is left free around a paragraph, in twentieths of a point."""
    grid = "" if line == GRID else '<w:snapToGrid w:val="0"/>'
    return f'{grid}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RED = '<w:color w:val="FF0000"/>'

_FIRST = (
    f"{_XML}<w:styles {_MAIN}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FONT)}{size(16)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>'
    f'<w:widowControl w:val="0"/><w:wordWrap w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{spacing(GRID)}<w:jc w:val="both"/></w:pPr><w:rPr><w:spacing w:val="-4"/></w:rPr></w:style>'
    + style("Head", f'<w:keepNext/>{spacing(1100)}<w:jc w:val="center"/>', f"{fonts(TITLE_FONT)}{_RED}{size(38)}")
    + style("Number", f"<w:keepNext/>{spacing(GRID, after=160)}", "")
    + style("Rule", spacing(120, after=400), size(4))
    + style(
        "PaperTitle",
        f'<w:keepNext/>{spacing(600)}<w:jc w:val="center"/>',
        f'{fonts(TITLE_FONT)}<w:spacing w:val="0"/>{size(22)}',
    )
    + style("FormTitle", f'{spacing(600, after=160)}<w:jc w:val="center"/>', "", "PaperTitle")
    + style("Mark", '<w:jc w:val="center"/>', fonts(SECOND_FONT))
    + style("Addressee", "", "")
    + style("PaperText", INDENTED, "")
    + style("FormText", f"{spacing(440, before=60, after=60)}{INDENTED}", size(14))
    + style("FormNote", spacing(360, before=100), size(12))
    + style("PaperHeading", f"<w:keepNext/>{INDENTED}", fonts(HEADING_FONT))
    + style("Right", '<w:jc w:val="right"/>', "")
    + style("Note", "", "")
    + style("Signature", '<w:keepLines/><w:jc w:val="right"/>', "")
    + style("CellLabel", f'{spacing(320)}<w:jc w:val="center"/>', f'<w:spacing w:val="0"/>{size(12)}')
    + style("CellText", f'{spacing(320)}<w:jc w:val="left"/>', f'<w:spacing w:val="0"/>{size(12)}')
    + style("Imprint", f'{spacing(440)}<w:ind w:left="280" w:right="280"/>', size(14))
    + style("Between", spacing(200), size(6))
    + style("After", spacing(20), size(1))
    + style("PageNumbers", spacing(280), f'{fonts(PAGE_FONT)}<w:spacing w:val="0"/>{size(14)}')
)
_LAST = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="Ruled"/><w:tblPr>'
    f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style></w:styles>"
)

STYLES = _FIRST + _LAST


def styles(*more: str) -> str:
    """Return the styles of a document, with some that only its kind has."""
    return _FIRST + "".join(more) + _LAST
