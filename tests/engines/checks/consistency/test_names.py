"""Names that are spelled two ways."""

import pytest

from bluepencil.engines.checks.consistency.names import two_spellings
from tests.engines.checks.consistency.conftest import found, quotes, table

CODE = "\n\n```\n{}\n```"


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("PostgreSQL holds it. PostgreSQL is safe. We like PostGreSQL.", "PostGreSQL"),
        ("We use Zipkin, and Zipkin, and ZipKin.", "ZipKin"),
        ("The OrderHub and the OrderHub team. A slow Orderhub is bad.", "Orderhub"),
        ("The firm Brennhaus is late. We rang Brennhaus and Brennhaus agreed. So Brenhaus came.",
         "Brenhaus"),
        ("The Grafana panel, the Grafana page, a Grafana alert and the Graphana one.", "Graphana"),
        ("Then Karin Lindqvist signed, as Karin Lindqvist does.\n\nBy Karin Lindquist.",
         "Karin Lindquist"),
        ("Dr. Kowalczyk signed and Dr. Kowalczyk paid.\n\nLater Dr. Kowalczik left.",
         "Dr. Kowalczik"),
        ("Set `retry_interval_seconds` first." + CODE.format("retry_intervall_seconds = 3"),
         "retry_interval_seconds"),
        ("Call `fetchInvoices()` first." + CODE.format("fetchInvoyces()"), "fetchInvoices"),
    ],
)  # fmt: skip
def test_the_rarer_spelling_is_named(text, slip):
    assert slip in quotes(two_spellings, text)


@pytest.mark.parametrize(
    "text",
    [
        "Germany and the German team of Germany in Germany met a German.",
        "Cython and CPython: CPython, CPython and CPython are others than Cython.",
        "Set `minReplicas` and `maxReplicas`." + CODE.format("minReplicas: 1\nmaxReplicas: 2"),
        "The field `validatorIndex`." + CODE.format("validator_index = 1"),
        "Anna Schmidt and Anna Schmitt are sisters; so Anna Schmidt says.",
        "The source is open. Source code is source.",
        "HTTP and http and Http.",
        "See https://github.com/Foo/FooBar and Foobar.",
        table("Name | Role", "Anna Meyer | lead", "Anna Meier | nurse", "Anna Meyer | clerk"),
        "A ConfigMap, `configMap`, configMap.",
        "Die Quote stieg. Die Quoten der Quote und die Quote.",
    ],
)
def test_what_is_another_name_or_another_form(text):
    assert quotes(two_spellings, text) == []


def test_a_slip_that_is_made_more_often_than_not_is_no_name():
    text = "The Carpentary of it, a Carpentary, one Carpentary; Software Carpentry is the name."
    (one,) = found(two_spellings, text)
    assert (one.quote, one.replacement) == ("Carpentary", "Carpentry")


def test_all_places_of_a_spelling_are_one_finding():
    (one,) = found(two_spellings, "The GitHub, GitHub and GitHub page; a Github one; a Github two.")
    assert one.description == "“Github” here (2 times), “GitHub” elsewhere (3 times)."
    assert [place.quote for place in one.also] == ["Github", "GitHub"]
    assert (one.severity, one.replacement) == ("low", "GitHub")
