"""The parts of a new .docx besides its text: those that Word expects, and plain styles."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
STEP = 360  # how far each level of a list is set in, in twentieths of a point

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SIZES = (32, 28, 24, 22, 22, 22)  # of headings, in half points


def parts(body: str) -> dict[str, str]:
    """All parts of a .docx whose body has this content, by name."""
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" '
        'w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    main = f'<w:document xmlns:w="{W}"><w:body>{body}{page}</w:body></w:document>'
    return {
        "[Content_Types].xml": _HEAD + _TYPES,
        "_rels/.rels": _HEAD + _relations(officeDocument=MAIN),
        MAIN: _HEAD + main,
        "word/_rels/document.xml.rels": _HEAD
        + _relations(styles="styles.xml", numbering="numbering.xml", settings="settings.xml"),
        "word/styles.xml": f'{_HEAD}<w:styles xmlns:w="{W}">{_STYLES}</w:styles>',
        "word/numbering.xml": f'{_HEAD}<w:numbering xmlns:w="{W}">{_BULLETS}</w:numbering>',
        "word/settings.xml": f'{_HEAD}<w:settings xmlns:w="{W}">{_SETTINGS}</w:settings>',
    }


def _relations(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _style(name: str, paragraph: str = "", run: str = "", more: str = "") -> str:
    """A paragraph style; its id is its name without spaces, each word with a capital."""
    key = "".join(word[0].upper() + word[1:] for word in name.split())
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{more}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int) -> str:
    size = _SIZES[level - 1]
    return _style(
        f"heading {level}",
        f'<w:keepNext/><w:spacing w:before="{size * 10}" w:after="80"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:sz w:val="{size}"/>',
        '<w:next w:val="Normal"/>',
    )


_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{MAIN}" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/></Types>'
)
_SETTINGS = (  # without it Word takes a file for one of 2007
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)
_BULLETS = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
        for level in range(9)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" '
    'w:cs="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/><w:qFormat/></w:style>'
    + _style("Title", '<w:spacing w:after="240"/>', '<w:sz w:val="44"/>')
    + "".join(_heading(level) for level in range(1, 7))
    + _style("List Paragraph", '<w:spacing w:after="60"/>')
    + _style("Table Text", '<w:spacing w:before="40" w:after="40"/>')
    + _style("Note", "", '<w:sz w:val="19"/>')
    + _style(
        "Code",
        '<w:spacing w:line="240" w:lineRule="auto"/>',
        '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
        '<w:sz w:val="19"/>',
    )
    + '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr>'
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
