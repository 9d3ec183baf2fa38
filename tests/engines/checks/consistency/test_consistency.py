"""All looks together: one finding for one fault, silence on clean documents, and stopping."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.consistency import contradictions
from bluepencil.errors import TaskCancelled
from bluepencil.work.cancel import Cancel

CLEAN = {
    "post-mortem": """# Checkout outage of 12 March 2026

## Summary

On Thursday, 12 March 2026, checkout failed from 14:05 to 15:20 UTC (75 minutes). Of 4,800 orders
1,200 were lost (25 %). We found three causes: one in the pool, one in the alert and one in the
runbook. See Table 1 and the Timeline section below.

Table 1: Orders

| Shop | Tried | Lost | Rate |
| --- | --- | --- | --- |
| Paris | 1,600 | 400 | 25 % |
| Lyon | 2,000 | 600 | 30 % |
| Nice | 1,200 | 200 | 17 % |
| Total | 4,800 | 1,200 | 25 % |

## Timeline

- 14:05 The pool runs dry.
- 14:20 The alert rings.
- 15:20 The pool is larger; orders come in again.

## Actions

| No. | Action | Owner | Start | End |
| --- | --- | --- | --- | --- |
| 1 | Raise the limit | Anna Weber | 2026-03-13 | 2026-03-20 |
| 2 | Test the alert | Karl Braun | 2026-03-16 | 2026-03-27 |
""",
    "Prüfbericht": """# Prüfbericht der Anlage 4

## 1. Umfang

Die Prüfung dauerte von Montag, dem 4. Mai 2026, bis Freitag, den 8. Mai 2026. Es wurden 1.250
Teile geprüft, davon 25 verworfen (2 %). Die Werte stehen in Tabelle 1 und im Abschnitt 2.

## 2. Werte

Tabelle 1: Gewichte in kg

| Los | Menge | Gewicht |
| --- | --- | --- |
| A | 400 | 1.200,5 |
| B | 450 | 1.350,5 |
| C | 400 | 1.199,0 |
| Summe | 1.250 | 3.750,0 |

## 3. Ergebnis

Der Ofen erreicht 200 °C (392 °F). Die Frist ist zwanzig (20) Tage.
""",
    "conception": """# Note de conception

## Contexte

Le service traite 7 200 requêtes par heure, soit 2 requêtes par seconde. Le délai est de quinze
(15) jours. La réunion du jeudi 12 mars 2026 a duré de 8h15 à 10h45 (2 h 30 min).

## Coûts

| Poste | Montant |
| --- | --- |
| Salaires | 12 500 |
| Loyer | 3 200 |
| Total | 15 700 |
""",
}


def read(text, name="report.md"):
    return reader.read(text.encode(), name)


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_document_has_no_finding(name):
    assert list(contradictions(read(CLEAN[name]), Cancel())) == []


FAULTS = {
    "post-mortem": [
        ("Thursday, 12 March", "Friday, 12 March", "wrong-weekday"),
        ("(75 minutes)", "(65 minutes)", "wrong-duration"),
        ("1,200 were lost (25 %)", "1,200 were lost (35 %)", "wrong-percentage"),
        ("See Table 1 and", "See Table 2 and", "dangling-reference"),
        ("- 14:20 The alert", "- 14:02 The alert", "timeline-order"),
        ("| Total | 4,800", "| Total | 4,900", "wrong-total"),
        ("2026-03-27", "2026-03-06", "end-before-start"),
        ("| 2 | Test", "| 1 | Test", None),  # two rows tell no series
    ],
    "Prüfbericht": [
        ("8. Mai 2026", "31. April 2026", "impossible-date"),
        ("davon 25 verworfen (2 %)", "davon 25 verworfen (5 %)", None),  # nothing says of what
        ("Abschnitt 2", "Abschnitt 5.1", "dangling-reference"),
        ("3.750,0", "3.570,0", "wrong-total"),
        ("392 °F", "329 °F", "unit-mismatch"),
        ("zwanzig (20)", "zwanzig (30)", "number-mismatch"),
    ],
    "conception": [
        ("soit 2 requêtes", "soit 20 requêtes", None),  # only English rates are read
        ("jeudi 12 mars", "mardi 12 mars", "wrong-weekday"),
        ("(2 h 30 min)", "(3 h 30 min)", "wrong-duration"),
        ("15 700", "17 500", "wrong-total"),
    ],
}


@pytest.mark.parametrize(
    ("name", "right", "wrong", "rule"),
    [(name, *fault) for name, faults in FAULTS.items() for fault in faults],
)
def test_one_fault_is_one_finding(name, right, wrong, rule):
    text = CLEAN[name].replace(right, wrong, 1)
    assert text != CLEAN[name]
    found = [one.rule for one in contradictions(read(text), Cancel())]
    assert found == ([rule] if rule else [])


def test_two_looks_at_the_same_words_are_one_finding():
    text = (
        "# R\n\n## Timeline\n\n- 12 May 2026 a\n- 13 May 2026 b\n- 31 April 2026 c\n- 14 May 2026 d"
    )
    assert [one.rule for one in contradictions(read(text), Cancel())] == ["impossible-date"]


def test_a_stop_is_heeded_between_two_looks():
    cancel = Cancel()
    cancel.set()
    with pytest.raises(TaskCancelled):
        list(contradictions(read(CLEAN["conception"]), cancel))


def test_a_document_without_words_is_no_trouble():
    assert list(contradictions(read("# R\n\n## A\n\n## B\n"), Cancel())) == []


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_hostile_text_is_read_to_the_end(name):
    pieces = [
        "1 of 2 (",
        "from 1 to ",
        "(" * 40,
        "31 June ",
        "[^1][",
        "Table 1 ",
        "9:59–",
        "“",
        "|a|b|",
    ]
    times = 200 if name == "a.md" else 2000  # more brackets are refused in Markdown
    text = "# R\n\n" + "\n\n".join(piece * times for piece in pieces)
    list(contradictions(read(text, name), Cancel()))
