"""The language of a document, and the decimal mark that goes with it."""

import pytest

from bluepencil.engines.checks.consistency.decimal_mark import comma_decimals
from tests.engines.checks.consistency.conftest import reading

TEXTS = {
    "en": "The pump of the line was replaced by the crew and it is as good as new for us.",
    "de": "Die Pumpe der Linie wurde von der Schicht ersetzt und ist nicht mit der alten gleich.",
    "fr": "La pompe de la ligne est remplacée par les agents et elle est une des neuves du site.",
    "es": "La bomba de la línea fue cambiada por los técnicos y es una de las que el taller tiene.",
    "vi": "Máy bơm của dây chuyền được thay và là một trong các máy mới với công suất không đổi.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_language_is_known_by_its_frequent_words(name):
    read = reading(TEXTS[name])
    assert read.language == name
    assert comma_decimals(read.document) == (name != "en")


def test_a_few_names_tell_no_language():
    assert reading("Zipkin. Jaeger. Grafana. Kubernetes.").language == ""


def test_without_a_language_the_numbers_tell_the_mark():
    assert comma_decimals(reading("Xyz 12,5 Xyz 1.250,75 Xyz 3,1").document)
    assert not comma_decimals(reading("Xyz 12.50 Xyz 1,250.75").document)
