"""Which addresses may be sent anything: none in one's own network, unless that is allowed."""

from __future__ import annotations

import re
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bluepencil.errors import BluepencilError, Invalid

LONGEST = 2000  # characters of an address
RESOLVE = 5.0  # seconds that a name may take to be found
_PORTS = {"http": 80, "https": 443}
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?")
# Beside what Python itself knows not to be public.
_V6 = ip_network("2000::/3")  # all that is given out
_REFUSED = [
    ip_network(one)
    for one in (
        "192.88.99.0/24",  # relays of 6to4
        "2002::/16",  # 6to4: carries any IPv4 address
        "2001::/32",  # Teredo: the same
        "64:ff9b::/96",  # NAT64: the same
        "64:ff9b:1::/48",
    )
]


class Refused(BluepencilError):
    """Nothing may be sent there, or it cannot be found."""

    code = "address_refused"


class Target(NamedTuple):
    """An address in parts. `host` is an IPv6 address without its brackets, or a name."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Who answers there."""
        return f"{self.scheme}://{self.authority}"


def target_of(url: str) -> Target:
    """The parts of an address. Raises Invalid `bad_url`, which says what is wrong with it."""
    if len(url) > LONGEST:
        raise _bad(f"it is longer than {LONGEST} characters")
    if not _VISIBLE.fullmatch(url) or "\\" in url:
        raise _bad("it has characters that must be written as %XX, or a name as xn--…")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad("it cannot be read") from error
    if parts.scheme not in _PORTS:
        raise _bad("it must begin with https:// or http://")
    if "@" in parts.netloc:
        raise _bad("it must have no user name or password in it")
    if parts.fragment:
        raise _bad("it must have no part after #")
    if port == 0:
        raise _bad("its port cannot be 0")
    return Target(parts.scheme, _host(parts), port or _PORTS[parts.scheme], _path(parts))


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            return str(IPv6Address(host))
        except ValueError as error:
            raise _bad("what stands in [ ] is no IPv6 address") from error
    if not _HOST.fullmatch(host) or any(len(part) > 63 for part in host.split(".")):
        raise _bad("it names no host")
    return host


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _bad(why: str) -> Invalid:
    return _invalid(f"Nothing can be sent to this address: {why}.", "bad_url")


def _invalid(detail: str, code: str) -> Invalid:
    return Invalid(detail, code=code, errors=[{"field": "url", "message": detail}])


def check(url: str, *, allow_private: bool) -> Target:
    """The parts of an address that may be told of something. Raises Invalid.

    A name that cannot be found now is accepted: it is looked at again before each try.
    """
    target = target_of(url)
    if not allow_private:
        try:
            addresses = lookup(target.host, target.port)
        except Refused:
            return target
        if any(not public(address) for address in addresses):
            raise _invalid(_INSIDE.format(target.host), "private_address")
    return target


_INSIDE = (
    "{} is inside this server's own network or reserved; WEBHOOK_ALLOW_PRIVATE=true allows that."
)


def addresses_of(target: Target, *, allow_private: bool) -> list[str]:
    """The addresses of its host, each of which may be connected to. Raises Refused."""
    addresses = lookup(target.host, target.port)
    if not allow_private and any(not public(address) for address in addresses):
        raise Refused(_INSIDE.format(target.host))
    return addresses


def public(address: str) -> bool:
    """Whether an address is one of the public internet, and stands for no other one."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip.version == net.version and ip in net for net in _REFUSED):
        return False
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    return isinstance(ip, IPv4Address) or ip in _V6


def lookup(host: str, port: int, seconds: float = RESOLVE) -> list[str]:
    """The addresses of a host, found once. Raises Refused where there are none in time.

    On a thread of its own, since a lookup cannot be stopped.
    """
    found: list[str] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    thread = threading.Thread(target=look, name="lookup", daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise Refused(f"The host {host} cannot be found.")
    return list(found)
