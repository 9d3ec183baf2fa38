"""Writes `investigation-report.docx`: headings, two tables, a list, a footnote, a tracked change.

Run `python -m samples.build` after changing the text; the same text gives the same bytes.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).parent / "investigation-report.docx"
STAMP = (2026, 4, 14, 9, 0, 0)  # the date inside the zip, so that the bytes do not change

SECTIONS: list[tuple[int, str, list[str]]] = [
    (1, "Executive Summary", [
        "On 3 March 2026 the cold store at the Harwell depot rose above 8 °C for 4 hours and 20 minutes. "
        "A total of 1,240 vials of Ferrolin were in the store at the time. It was decided to release the "
        "goods after the temperature had been restored.",
        "The excursion was caused by a power surge in the district. There was no impact on product quality.",
    ]),
    (1, "Background", [
        "The Harwell depot stores refrigerated medicines for 38 pharmacies in the county. The cold store "
        "was built in 2014 and has two compressors, either of which can hold the temperature alone. "
        "Several deviations have been recorded in this store before.",
        "The store is watched by the BMS, which raises an alarm at 7.5 °C. The alarm goes to the telephone "
        "of the shift lead and to the control room.",
    ]),
    (1, "Timeline of Events", ["All times are local time on 3 March 2026.", "TABLE:timeline"]),
    (1, "Investigation Process", [
        "The investigation was led by Mara Ellison, quality manager, from 4 to 11 March 2026. The following "
        "records were examined:",
        "LIST:The temperature log of the store, 1 February to 4 March 2026.",
        "LIST:The alarm log of the control room and the telephone list of the shift leads.",
        "LIST:The maintenance file of both compressors since their last overhaul on 12 May 2025.",
        "The the shift lead, Owen Pryce, and the night operator were interviewed on 5 March 2026. "
        "The telephone list was apparently not up to date. Compressor 1 was tested by the supplier on "
        "6 March 2026 and showed no fault.",
    ]),
    (2, "Findings", [
        "The main switch of compressor 2 stood at “off”. It had been switched off for cleaning and was not "
        "switched on again. Compressor 1 stopped at 01:12 because its filter was blocked, and no compressor "
        "ran until 05:05.",
        "FOOTNOTE:The alarm was raised at 01:31 and sent to the telephone of a shift lead who had left the "
        "company in January 2026.",
        "The cleaning instruction WI-27 does not ask anybody to confirm that the compressor runs again.",
    ]),
    (1, "Root Cause", [
        "The root cause is human error. The night operator failed to switch compressor 2 on again after cleaning.",
    ]),
    (1, "Impact Assessment", [
        "The store held 1,420 vials of Ferrolin and 96 packs of insulin. The manufacturer's stability data "
        "(report ST-1182, section 3) allow Ferrolin up to 12 °C for 24 hours; the highest temperature "
        "measured was 10.6 °C. The data for insulin will be requested as soon as possible.",
        "Some deliveries left the depot before the goods were blocked. The pharmacies concerned were informed "
        "shortly afterwards.",
    ]),
    (1, "Corrective and Preventive Actions", ["TABLE:actions",
        "The effectiveness of the actions will be reviewed in due course."]),
    (1, "Verification", [
        "A temperature mapping of the empty store was made on 9 and 10 March 2026 with nine loggers. All nine "
        "stayed between 2.8 and 6.1 °C (report TM-2026-03). Number of the effectiveness check: TBD.",
    ]),
    (1, "Conclusion", [
        "The cold store is back in use since 10 March 2026. We feel that the measures are more than sufficient "
        "and that an event of this kind cannot happen again.",
        "Due to the fact that the alarm did not reach anybody, the on-call list is now checked monthly by the "
        "control room; the first check took place on 1 April 2026.",
    ]),
]  # fmt: skip
TABLES = {
    "timeline": [
        ("Time", "Event"),
        ("22:40", "Compressor 2 is switched off for cleaning by the night operator."),
        ("01:12", "Compressor 1 stops with a blocked filter."),
        ("01:31", "The alarm is raised at 7.5 °C."),
        ("04:10", "The store reaches its highest temperature, 10.6 °C."),
        ("03:02", "The temperature passes 9 °C."),
        ("05:05", "Owen Pryce notices the reading on his round and switches compressor 2 on."),
        ("A while later", "The temperature is back below 8 °C."),
    ],
    "actions": [
        ("Action", "Owner", "Due"),
        ("Retrain all operators on WI-27", "Owen Pryce", "30 April 2026"),
        (
            "Add a check of both compressors to WI-27 after cleaning",
            "Mara Ellison",
            "17 April 2026",
        ),
        ("Replace the filter of compressor 1 and add it to the weekly round", "", "10 April 2026"),
        ("Send alarms to two telephones instead of one", "Control room lead, Ines Ferro", "soon"),
    ],
}
NOTE = "The telephone list is kept by the personnel office and was last changed on 2 October 2025."


def build() -> bytes:
    """The document as the bytes of a .docx file."""
    document = Document()
    document.add_heading("Investigation Report: Cold Store Excursion, Harwell Depot", 0)
    for level, name, paragraphs in SECTIONS:
        document.add_heading(name, level)
        for text in paragraphs:
            kind, _, rest = text.partition(":")
            if kind == "TABLE":
                _add_table(document, TABLES[rest])
            elif kind == "LIST":
                document.add_paragraph(rest, style="List Number")
            elif kind == "FOOTNOTE":
                _refer_to_note(document.add_paragraph(rest))
            else:
                document.add_paragraph(text)
    _track_insertion(document.paragraphs[-2])
    properties = document.core_properties
    properties.author, properties.title = "Bluepencil", "Investigation Report"
    out = io.BytesIO()
    document.save(out)
    return _with_footnote(out.getvalue())


def _add_table(document: Document, rows: list[tuple[str, ...]]) -> None:  # type: ignore[valid-type]
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")  # type: ignore[attr-defined]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _refer_to_note(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="1"/>'))


def _track_insertion(paragraph: Paragraph) -> None:
    """A colleague's pending insertion at the end of a paragraph."""
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="901" w:author="Ines Ferro" w:date="2026-04-13T15:20:00Z">'
            '<w:r><w:t xml:space="preserve"> The insurer has been informed on 12 April 2026.</w:t></w:r>'
            "</w:ins>"
        )
    )


def _with_footnote(data: bytes) -> bytes:
    """Add the part with the footnote, and write the zip anew with a fixed date."""
    note = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        "<w:continuationSeparator/></w:r></w:p></w:footnote>"
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for name in old.namelist():
            parts[name] = old.read(name)
    parts["word/footnotes.xml"] = note.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/word/footnotes.xml" ContentType="{word}.footnotes+xml"/></Types>'.encode(),
    )
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="rId901" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build())
    sys.exit(0)
