"""What the errors of pypdf become."""

import pytest
from pypdf.errors import LimitReachedError, PdfReadError

from bluepencil.documents.pypdf_errors import DAMAGE, reading
from bluepencil.errors import BadDocument, TooLarge


@pytest.mark.parametrize("error", [*DAMAGE, PdfReadError])
def test_whatever_a_broken_file_raises_is_damage(error):
    with pytest.raises(BadDocument) as refused, reading():
        raise error("broken")
    assert refused.value.code == "damaged_document"


def test_a_limit_that_is_reached_is_no_damage():
    with pytest.raises(TooLarge) as refused, reading():
        raise LimitReachedError("too much")
    assert refused.value.code == "document_too_large"


def test_being_interrupted_is_neither():
    with pytest.raises(KeyboardInterrupt), reading():
        raise KeyboardInterrupt
