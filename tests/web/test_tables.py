"""A table is opened by a spreadsheet as text and numbers; nothing in it is run."""

import csv
import io

import pytest
from pydantic import BaseModel

from bluepencil.web.api import Api
from bluepencil.web.tables import csv_response, json_or, json_or_csv


def read(response):
    return list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_it_is_a_file_of_that_name_with_a_head_and_all_rows():
    response = csv_response("numbers", ("what", "how many"), [("vials", 3), ("pumps", 1.5)])
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    assert response.get_data().startswith(b"\xef\xbb\xbf"), "else it is not taken for UTF-8"
    assert read(response) == [["what", "how many"], ["vials", "3"], ["pumps", "1.5"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  @x", "＝1",
        "＋1", "－1", "＠x",
    ],
)  # fmt: skip
def test_no_cell_is_taken_for_a_formula(text):
    (row,) = read(csv_response("x", (), [(text,)]))[1:]
    assert row == [f"'{text}"]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell():
    rows = read(csv_response("x", ("a", "b", "c", "d"), [(-1, -0.5, None, "a=b")]))
    assert rows[1] == ["-1", "-0.5", "", "a=b"]


def test_quotes_lines_and_other_scripts_come_back_as_they_were():
    row = ('“a”, "b"', "one\ntwo", "概要 – Ω", "a;b\tc")
    assert read(csv_response("x", (), [row]))[1] == list(row)


class Told(BaseModel):
    """What the route answers."""

    number: int


class Other(BaseModel):
    """What it answers in another case."""


def test_the_other_types_of_an_answer_are_described_beside_it():
    api = Api("x", __name__)
    told = json_or_csv(api, Told)[200]["content"]
    assert told["application/json"]["schema"] == {"$ref": "#/components/schemas/Told"}
    assert set(told) == {"application/json", "text/csv"}
    told = json_or(api, (Told, Other), "image/png", "text/html")[200]["content"]
    assert set(told) == {"application/json", "image/png", "text/html"}
    assert told["application/json"]["schema"]["anyOf"] == [
        {"$ref": "#/components/schemas/Told"},
        {"$ref": "#/components/schemas/Other"},
    ]
    assert api.models == [Told, Told, Other]
