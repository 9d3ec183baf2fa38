"""The `Prefer` header, as RFC 7240 has it."""

import pytest
from werkzeug.datastructures import Headers

from bluepencil.web.preferences import Preference


@pytest.mark.parametrize(
    ("lines", "respond_async", "wait"),
    [
        ([], False, None),
        (["respond-async"], True, None),
        (["wait=5"], False, 5),
        (["respond-async, wait=5"], True, 5),
        (["Respond-Async", 'WAIT = "5"'], True, 5),
        (["return=minimal; a=b, respond-async; c=d"], True, None),
        (["wait=5, wait=9"], False, 5),
        (["wait=soon, respond-async=no"], False, None),
        (["wait=-1"], False, None),
        (["wait=" + "9" * 50], False, None),
        ([",=,;"], False, None),
    ],
)
def test_what_is_said_is_understood_and_the_rest_ignored(lines, respond_async, wait):
    headers = Headers([("Prefer", line) for line in lines])
    assert Preference.of(headers) == Preference(respond_async, wait)


def test_what_was_done_of_it_can_be_said():
    assert Preference().applied == ""
    assert Preference(True, 5).applied == "respond-async, wait=5"
