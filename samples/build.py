"""Writes `investigation-report.docx`: headings, three tables, a list, a footnote, a tracked change.

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
        "On 3 March 2026 the cold store at the Harwell depot was warmer than 8 °C for 4 hours and 20 minutes, "
        "from 01:45 to 06:05. A total of 1,240 vials of Ferrolin and 96 packs of insulin were in the store at "
        "the time. It was decided to release the goods after the temperature had been restored.",
        "The excursion was caused by a power surge in the district. There was no impact on product quality. "
        "Five actions have been agreed; two of them are complete.",
    ]),
    (1, "Background", [
        "The Harwell depot stores refrigerated medicines for 38 pharmacies in the county. The cold store was "
        "built in 2014, has 212 pallet places and is qualified for 2 to 8 °C (qualification report QR-2014-07, "
        "renewed on 18 June 2025). It has two compressors, either of which can hold the temperature alone. "
        "Several deviations have been recorded in this store before.",
        "The store is watched by the BMS, which takes a reading from each of six loggers every minute and raises "
        "an alarm when any of them stands above 7.5 °C for five minutes. The alarm goes to the telephone of the "
        "shift lead and to a screen in the control room. Between 22:00 and 06:00 the control room is not manned.",
        "Each compressor is cleaned once a month on the night shift, following work instruction WI-27. The "
        "instruction asks the operator to switch the compressor off at its main switch, to clean the condenser "
        "and to sign the cleaning record.",
    ]),
    (1, "Timeline of Events", [
        "All times are local time. The times of the alarms and temperatures come from the BMS; the others come "
        "from the interviews described below.",
        "CAPTION:Table 1. Events of the night of 2 to 3 March 2026",
        "TABLE:timeline",
    ]),
    (1, "Investigation Process", [
        "Mara Ellison, quality manager, led the investigation from 4 to 11 March 2026. Ines Ferro, control room "
        "lead, and Tom Adeyemi, maintenance engineer, worked with her. The team examined the following records:",
        "LIST:The readings of all six loggers, 1 February to 4 March 2026.",
        "LIST:The alarm log of the control room and the telephone list of the shift leads.",
        "LIST:The maintenance file of both compressors since their last overhaul on 12 May 2025.",
        "LIST:The cleaning records of both compressors, March 2025 to March 2026.",
        "Mara Ellison interviewed the the shift lead, Owen Pryce, and the night operator on 5 March 2026, each "
        "alone and for about 40 minutes. The records of both interviews are kept as INT-2026-03-A and "
        "INT-2026-03-B. The telephone list was apparently not up to date.",
        "On 6 March 2026 the supplier tested compressor 1 at full load for six hours and found no fault (service "
        "report SR-60418). The power company confirmed on 9 March 2026 that the supply to the depot had not been "
        "interrupted or disturbed in that week (letter PC-7731).",
    ]),
    (2, "Findings on the equipment", [
        "The main switch of compressor 2 stood at “off” when Owen Pryce came to the machine room at 05:05. The "
        "night operator had switched it off at 22:40 to clean the condenser. The cleaning record is signed at "
        "23:20; nobody switched the compressor on again.",
        "Compressor 1 stopped at 01:12 on high pressure. Tom Adeyemi found its inlet filter blocked with dust "
        "from the packing area, which had been moved beside the machine room on 9 February 2026. The filter is "
        "changed every six months; it was last changed on 12 November 2025. The move was made without an "
        "assessment of its effect on the machine room.",
        "The loggers are in order. All six were calibrated on 14 January 2026, and the readings of logger 4, the "
        "warmest, agree with those of its neighbours to within 0.4 °C.",
    ]),
    (2, "Findings on alarm and response", [
        "FOOTNOTE:The BMS raised the alarm at 01:31 and sent it to the telephone of a shift lead who had left the "
        "company in January 2026.",
        "The alarm is sent once. It is not repeated, and it does not go to a second person when the first does "
        "not answer. In the twelve months before the event the BMS sent 17 alarms at night; 15 were answered "
        "within ten minutes (alarm log, March 2025 to February 2026).",
        "The cleaning instruction WI-27 does not ask anybody to confirm that the compressor runs again. The "
        "cleaning record has a field for the time at which cleaning ended, but none for the state of the main "
        "switch. Some operators make a note of it in the shift book, others do not.",
    ]),
    (1, "Root Cause", [
        "The root cause is human error. The night operator failed to switch compressor 2 on again after cleaning.",
        "The team considered three other causes. A fault of the power supply is ruled out by letter PC-7731. A "
        "fault of the loggers is ruled out by their calibration of 14 January 2026 (certificate CAL-118). The door "
        "was closed from 21:50 to 05:40, as the log of its contacts shows.",
    ]),
    (1, "Impact Assessment", [
        "The store held 1,420 vials of Ferrolin and 96 packs of insulin. The highest temperature was 10.6 °C, at "
        "logger 4 at 04:10. Table 2 compares what was measured with what the manufacturers allow.",
        "CAPTION:Table 2. Goods in the store and what they tolerate",
        "TABLE:goods",
        "The Ferrolin stayed within the limits of its stability data throughout, and may be used until its "
        "printed date of expiry. The data for insulin will be requested as soon as possible.",
        "Some deliveries left the depot before the goods were blocked. The pharmacies concerned were informed "
        "shortly afterwards. Patients were not put at risk in any way.",
        "The team searched the deviation log for similar events since 1 January 2024. DEV-2024-031 (9 July 2024) "
        "was also a compressor that stood still after cleaning. It lasted 35 minutes, because the second "
        "compressor was running, and it was closed with a retraining of the operator.",
    ]),
    (1, "Corrective and Preventive Actions", [
        "The actions below were agreed at the meeting of 11 March 2026. Progress is tracked in CAPA-2026-009.",
        "CAPTION:Table 3. Actions",
        "TABLE:actions",
        "The packing area has to be looked at as well. The effectiveness of the actions will be reviewed in due "
        "course.",
    ]),
    (1, "Verification", [
        "A temperature mapping of the empty store was made on 9 and 10 March 2026 with nine loggers, with each "
        "compressor running alone for 12 hours. All nine stayed between 2.8 and 6.1 °C (report TM-2026-03).",
        "Ines Ferro sent a test alarm on 18 March 2026 at 02:00, unannounced. The shift lead answered after four "
        "minutes. On 25 March 2026 the first telephone was switched off on purpose; the second rang after two "
        "minutes, and its holder answered after three.",
        "Number of the effectiveness check: TBD.",
    ]),
    (1, "Conclusion", [
        "INSERTED:Two things came together in the night of 2 to 3 March 2026: compressor 2 was left switched off after "
        "cleaning, and compressor 1 stopped with a blocked filter. The alarm did not reach anybody for more than "
        "three hours. The cold store is back in use since 10 March 2026.",
        "We feel that the measures are more than sufficient and that an event of this kind cannot happen again.",
        "Due to the fact that the telephone list was out of date, the control room now checks it on the first "
        "working day of each month; the first check took place on 1 April 2026.",
    ]),
    (1, "Records", [
        "Attached to this report: BMS readings (A), alarm log (B), cleaning records (C), service report SR-60418 "
        "(D), letter PC-7731 (E), stability data ST-1182 (F) and mapping report TM-2026-03 (G).",
        "Written by Mara Ellison, 14 April 2026. Approved by: [name], [date].",
    ]),
]  # fmt: skip
TABLES = {
    "timeline": [
        ("Time", "Event"),
        ("2 March, 22:40", "The night operator switches compressor 2 off for cleaning."),
        ("2 March, 23:20", "The night operator signs the cleaning record."),
        ("3 March, 01:12", "Compressor 1 stops with a blocked filter."),
        ("3 March, 01:31", "The BMS raises the alarm: 7.5 °C for five minutes."),
        ("3 March, 01:45", "Logger 4 passes 8 °C."),
        ("3 March, 04:10", "Logger 4 reaches its highest reading, 10.6 °C."),
        ("3 March, 03:02", "Logger 4 passes 9 °C."),
        (
            "3 March, 05:05",
            "Owen Pryce sees the reading on his round and switches compressor 2 on.",
        ),
        ("A while later", "The store is back below 8 °C."),
        ("3 March, 08:30", "Mara Ellison blocks the goods in the store."),
    ],
    "goods": [
        ("Goods", "Quantity", "Allowed by the manufacturer", "Verdict"),
        (
            "Ferrolin 20 mg, vials",
            "1,420",
            "up to 12 °C for 24 hours (ST-1182, section 3)",
            "may be released",
        ),
        ("Insulin, packs", "96", "not known yet", "blocked"),
    ],
    "actions": [
        ("Action", "Owner", "Due"),
        ("Retrain all operators on WI-27", "Owen Pryce", "30 April 2026"),
        (
            "Add a second person's check that both compressors run to WI-27 and to the cleaning record",
            "Mara Ellison",
            "17 April 2026",
        ),
        ("Change the filters monthly until the packing area has moved", "", "10 April 2026"),
        ("Send alarms to two telephones instead of one", "Control room lead, Ines Ferro", "soon"),
        (
            "Have the personnel office report every leaver to the control room",
            "Ines Ferro",
            "done on 20 March 2026",
        ),
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
            elif kind == "CAPTION":
                document.add_paragraph(rest, style="Caption")
            elif kind == "FOOTNOTE":
                _refer_to_note(document.add_paragraph(rest))
            elif kind == "INSERTED":
                _track_insertion(document.add_paragraph(rest))
            else:
                document.add_paragraph(text)
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
