"""Addresses of Redis and of the store; test_settings.py has what is refused of them."""

import pytest

from bluepencil.addresses import without_password


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ada:s3cret@db/reports?a=b", "postgresql://ada@db/reports?a=b"),
        ("postgresql://db/x?user=ada&password=s3cret", "postgresql://db/x?user=ada"),
        ("postgresql://db/x?password=s3cret&a=b", "postgresql://db/x?a=b"),
        ("postgresql://db/x?sslpassword=s3cret", "postgresql://db/x"),
        ("redis://:s3cret@localhost/0", "redis://localhost/0"),
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("sentinel://:s3cret@a:1;sentinel://:s3cret@b:2/0", "sentinel://a:1;sentinel://b:2/0"),
    ],
)
def test_an_address_is_shown_without_its_password(url, shown):
    assert without_password(url) == shown
