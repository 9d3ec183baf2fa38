"""Addresses: which may be sent anything, however they are written, and which are none."""

import socket
import threading

import pytest

from bluepencil.errors import Invalid
from bluepencil.webhooks import addresses
from bluepencil.webhooks.addresses import Refused, addresses_of, check, lookup, public, target_of

INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "192.0.2.1", "198.18.0.1", "192.88.99.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::",
    "2001:0:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1", "fec0::1", "4000::1",
]  # fmt: skip
WRITTEN_OTHERWISE = ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:7f00:1]", "LOCALHOST"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public(address):
    assert not public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_of_the_internet_are(address):
    assert public(address)


@pytest.mark.parametrize("host", WRITTEN_OTHERWISE)
def test_loopback_is_known_however_it_is_written(host):
    with pytest.raises(Invalid) as refused:
        check(f"http://{host}/hook", allow_private=False)
    assert refused.value.code == "private_address"
    with pytest.raises(Refused):
        addresses_of(target_of(f"http://{host}/hook"), allow_private=False)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/", "begin with"),
        ("file:///etc/passwd", "begin with"),
        ("//example.com/", "begin with"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://user:secret@example.com/", "user name"),
        ("http://example.com@127.0.0.1/", "user name"),
        ("http://example.com:0/", "port"),
        ("http://example.com:99999/", "cannot be read"),
        ("http://example.com/#part", "#"),
        ("http://example.com\\@127.0.0.1/", "%XX"),
        ("http://exa mple.com/", "%XX"),
        ("http://example.com/\r\nHost: x", "%XX"),
        ("http://exämple.com/", "%XX"),
        ("http://[::1/", "cannot be read"),
        ("http://a..b%/", "no host"),
        (f"http://{'a' * 64}.example/", "no host"),
        (f"http://example.com/{'a' * 2000}", "longer"),
    ],
)
def test_what_is_no_address_is_told_why(url, why):
    with pytest.raises(Invalid) as refused:
        target_of(url)
    assert why in refused.value.detail
    assert refused.value.errors == [{"field": "url", "message": refused.value.detail}]


def test_an_address_has_its_parts():
    target = target_of("HTTPS://Example.com:8443/a?b=c")
    assert target == ("https", "example.com", 8443, "/a?b=c")
    assert (target.authority, target.origin) == ("example.com:8443", "https://example.com:8443")
    assert target_of("http://[2606:4700::1]").authority == "[2606:4700::1]"


def test_one_inner_address_among_others_is_enough(monkeypatch):
    answers = [(2, 1, 6, "", (address, 80)) for address in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(Invalid):
        check("http://example.com/", allow_private=False)
    assert addresses_of(target_of("http://example.com/"), allow_private=True) == [
        "1.1.1.1", "10.0.0.1"
    ]  # fmt: skip


def test_a_name_that_cannot_be_found_now_may_be_added_but_not_sent_to(monkeypatch):
    def fails(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert check("http://example.com/", allow_private=False).host == "example.com"
    with pytest.raises(Refused, match="cannot be found"):
        addresses_of(target_of("http://example.com/"), allow_private=False)


def test_a_lookup_that_hangs_is_given_up(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(30) and [])
    with pytest.raises(Refused, match="cannot be found"):
        lookup("example.com", 80, 0.05)
    over.set()


def test_it_can_be_allowed():
    assert check("http://127.0.0.1:9/x", allow_private=True).port == 9
    assert addresses.addresses_of(target_of("http://127.0.0.1/"), allow_private=True) == [
        "127.0.0.1"
    ]
