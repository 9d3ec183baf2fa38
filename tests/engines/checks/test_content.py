"""What a document holds: sentences, dated events, figures, names, and its language."""

import pytest

from bluepencil.engines.checks.content import (
    dated,
    events,
    figure,
    is_english,
    person,
    sentences,
    timelines,
)
from tests.engines.checks.reading import document


def section(text, name="One"):
    return document((name, text)).sections[0]


def test_sentences_are_told_apart_and_stand_where_they_say():
    one = section(
        "It broke at 8.5 bar. Dr. Lee came on 3 May 2026. “Why?” nobody asked.\n• A point"
    )
    assert [part.words for part in sentences(one)] == [
        "It broke at 8.5 bar.",
        "Dr. Lee came on 3 May 2026.",
        "“Why?” nobody asked.",
        "A point",
    ]
    assert all(part.citation.quote == one.text[part.start : part.end] for part in sentences(one))


@pytest.mark.parametrize("text", ["." * 50_000 + "x", "a" * 50_000, " \t" * 25_000, "“.”" * 20_000])
def test_hostile_text_takes_no_longer_than_its_length(text):
    one = section(text)
    parts = list(sentences(one))
    assert sum(len(part.words) for part in parts) <= len(text)
    assert not any(figure(part) and dated(part) for part in parts)


def test_events_begin_with_a_date_or_a_time():
    one = section("2 March, 22:40 The pump stops.\nNobody comes.\n23:10 It is found.")
    assert [part.words[:8] for part in events(one)] == ["2 March,", "23:10 It"]


def test_a_timeline_is_a_run_of_events_in_one_section_or_of_sections_named_by_their_dates():
    within = document(("Timeline", "08:00 One.\n09:00 Two.\n10:00 Three."))
    across = document(
        ("Timeline", "All times are local."),
        ("2026-03-02 08:00", "One."),
        ("2026-03-02 09:00", "Two."),
        ("2026-03-03 10:00", "Three."),
    )
    for one in (within, across):
        ((first, *others),) = timelines(one)
        assert first.timed and len(others) == 2
    assert timelines(document(("Prices", "We met at 08:00. It was late."))) == []


@pytest.mark.parametrize(
    "text", ["by 3 May 2026", "2026-05-03", "in May 2026", "Q3 2026", "5/3/26"]
)
def test_dates(text):
    assert dated(next(sentences(section(f"Due {text}."))))


@pytest.mark.parametrize("text", ["It may stop.", "See page 12.", "In 40 minutes."])
def test_what_is_no_date(text):
    assert not dated(next(sentences(section(text))))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1,420 vials", True),
        ("8.5 °C", True),
        ("on 3 May 2026", False),
        ("pull request #274 of", False),
    ],
)
def test_figures_count_something(text, is_one):
    assert figure(next(sentences(section(f"It was {text}.")))) == is_one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria Lopez will do it.", "Maria Lopez"),
        ("It was done by Jan van Dijk.", "Jan van Dijk"),
        ("Replace Pump Seals.", None),
        ("On March Monday", None),
    ],
)
def test_persons(text, name):
    found = person(text)
    assert (found and found[0]) == name


def test_the_language_is_told_by_common_words():
    english = "The pump was replaced by the team and it is in use at the plant. " * 3
    german = "Die Pumpe wurde vom Team ersetzt und ist in der Anlage wieder in Betrieb. " * 3
    assert is_english(document(("One", english)))
    assert not is_english(document(("Eins", german)))
    assert is_english(document(("One", "TBD")))
