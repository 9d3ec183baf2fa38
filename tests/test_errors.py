"""The tree of errors: as its page draws it, each class with a code and a status of its own."""

import inspect
import re

import pytest

from bluepencil import errors
from bluepencil.errors import BluepencilError

CLASSES = {
    name: one
    for name, one in vars(errors).items()
    if inspect.isclass(one) and issubclass(one, BluepencilError)
}
# A class without a code of its own says what its root says, where only its own kind is known.
ABSTRACT = {"BluepencilError", "EngineError"}


def drawn():
    """The classes as the docstring draws them: name, its parent, its status ("" for none)."""
    above = {-1: None}
    for line in errors.__doc__.splitlines():
        found = re.match(r"([│ ]*)(?:[├└]── )?([A-Z]\w+)(?: +(\d{3})?\b.*)?$", line)
        if found and ("──" in line or found[2] == "BluepencilError"):
            depth = line.index(found[2]) // 4
            above[depth] = found[2]
            yield found[2], above[depth - 1], found[3] or ""


def test_the_page_draws_every_class_under_its_parent_with_its_status():
    assert {(name, parent) for name, parent, _ in drawn()} == {
        (name, None if one is BluepencilError else one.__bases__[0].__name__)
        for name, one in CLASSES.items()
    }
    for name, _, status in drawn():
        if status or name not in ABSTRACT:
            assert status == str(CLASSES[name].status), name


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_class_has_all_it_takes_to_be_shown(name):
    one = CLASSES[name]
    assert 400 <= one.status < 600
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", one.code)
    assert one.title and not one.title.endswith(".")
    assert one.__doc__


def test_no_two_classes_share_a_code():
    codes = [one.code for one in CLASSES.values()]
    assert len(codes) == len(set(codes))
    assert all("code" in vars(one) for one in CLASSES.values()), "none is inherited"


def test_what_may_be_tried_again_is_no_fault_of_the_request():
    """A program that tries again on `retryable` must not do so for what stays wrong."""
    for name, one in CLASSES.items():
        if one.retryable:
            assert one.status in (429, 500, 502, 503, 504), name


def test_an_error_keeps_what_it_is_given():
    error = errors.Invalid("No.", code="unknown_kind", retry_after=3, errors=[{"field": "a"}])
    assert (str(error), error.detail, error.code) == ("No.", "No.", "unknown_kind")
    assert (error.retry_after, error.errors) == (3, [{"field": "a"}])
    assert (errors.Invalid.code, errors.Invalid("No.").code) == ("invalid", "invalid")
