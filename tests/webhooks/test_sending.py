"""Sending to a real receiver: signed as the spec says, bounded whatever the receiver does."""

import itertools
import json
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from bluepencil.webhooks import sending
from bluepencil.webhooks.record import Delivery
from bluepencil.webhooks.sending import Stopped, send
from tests.receiver import receiving

SECRETS = ["whsec_" + "A" * 32, "whsec_" + "B" * 32]
BODY = json.dumps({"type": "greeting", "timestamp": "2026-01-01T00:00:00Z", "data": {"é": 1}})


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


def to(url, secrets=SECRETS[:1], **options):
    delivery = Delivery("msg_1", "local", "wh_1", "wh_1", url, "greeting", BODY, 0.0)
    return send(delivery, secrets, **{"allow_private": True, **options})


def test_a_message_arrives_signed(receiver):
    answer = to(receiver.url)
    assert (answer.status, answer.error) == (204, None) and answer.latency > 0
    (one,) = receiver.received
    assert one.headers["content-type"] == "application/json"
    assert one.headers["webhook-id"] == "msg_1"
    assert Verifier(SECRETS[0]).verify(one.body, one.headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRETS[1]).verify(one.body, one.headers)


def test_an_earlier_secret_signs_as_well(receiver):
    to(receiver.url, SECRETS)
    (one,) = receiver.received
    for secret in SECRETS:
        assert Verifier(secret).verify(one.body, one.headers)


def test_without_a_secret_there_is_no_signature(receiver):
    to(receiver.url, [])
    assert "webhook-signature" not in receiver.received[0].headers


def test_the_connection_is_pinned_and_the_host_keeps_its_name(receiver, monkeypatch):
    asked = []

    def once(host, port, **_):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"  # a name that changes its mind
        return [(socket.AF_INET, 1, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    answer = to(f"http://receiver.example:{receiver.port}/a?b=c")
    assert (answer.status, asked) == (204, ["receiver.example"])
    assert receiver.received[0].headers["host"] == f"receiver.example:{receiver.port}"
    assert receiver.received[0].path == "/a?b=c"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of receiver.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver.example")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("receiver.example")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "receiver.pem"
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(pem, *private) + made.public_bytes(pem))
    return path


@pytest.mark.parametrize(
    ("name", "trusted", "arrives"),
    [
        ("receiver.example", True, True),
        ("receiver.example", False, False),
        ("other.example", True, False),
    ],
)
def test_the_certificate_must_be_of_the_name_though_the_connection_is_pinned(
    certificate, monkeypatch, name, trusted, arrives
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _, port, **__: [(2, 1, 6, "", ("127.0.0.1", port))]
    )
    with receiving(context) as receiver:
        answer = to(f"https://{name}:{receiver.port}/hook")
        assert [one.path for one in receiver.received] == (["/hook"] if arrives else [])
    assert (answer.error is None) is arrives
    if not arrives:
        assert "certificate" in answer.error.lower()


def test_nothing_is_sent_inside(receiver):
    answer = to(receiver.url, allow_private=False)
    assert answer.status is None and "WEBHOOK_ALLOW_PRIVATE" in answer.error
    assert receiver.received == []


def test_a_redirect_is_not_followed(receiver):
    receiver.answer = lambda _: (302, {"Location": receiver.url})
    answer = to(receiver.url)
    assert answer.status == 302 and "redirect" in answer.error
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [400, 410, 500])
def test_any_other_status_is_a_failure(receiver, status):
    receiver.answer = lambda _: status
    answer = to(receiver.url)
    assert answer.status == status and str(status) in answer.error


@pytest.mark.parametrize(("asked", "after"), [("7", 7), ("soon", None), ("-1", None)])
def test_what_the_receiver_asks_for_is_understood(receiver, asked, after):
    receiver.answer = lambda _: (503, {"Retry-After": asked})
    assert to(receiver.url).retry_after == after


def test_the_receiver_may_ask_for_a_date(receiver):
    asked = formatdate(time.time() + 36_000, usegmt=True)
    receiver.answer = lambda _: (503, {"Retry-After": asked})
    assert 30_000 < to(receiver.url).retry_after <= 36_000


def test_a_receiver_that_never_answers_is_given_up(receiver, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    receiver.answer = lambda _: receiver.until_stopped()
    answer = to(receiver.url)
    assert answer.status is None and "0.3 s" in answer.error


def test_one_that_answers_a_byte_at_a_time_is_given_up(monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            connection, _ = server.accept()
            with connection:
                for byte in itertools.chain(b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(97)):
                    try:
                        connection.send(bytes([byte]))
                    except OSError:
                        return
                    if over.wait(0.01):
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        answer = to(f"http://127.0.0.1:{server.getsockname()[1]}/")
        over.set()
        thread.join()
    assert answer.status is None and "0.5 s" in answer.error


def test_a_body_without_end_is_read_for_a_moment_only(receiver):
    sent = []

    def endless():
        while not receiver.stopped.is_set():
            sent.append(1)
            yield b"x" * 4096

    receiver.body = endless
    answer = to(receiver.url)
    assert (answer.status, answer.error) == (204, None)


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH_9.2\r\n", b"", b"HTTP/1.1 200 OK\r\n" * 9])
def test_what_is_no_http_is_a_failure(said):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_once():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer_once)
        thread.start()
        answer = to(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert answer.status is None and answer.error


def test_nobody_there_is_a_failure():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    answer = to(f"http://127.0.0.1:{port}/")
    assert answer.status is None and "connection failed" in answer.error


def test_a_stop_ends_a_try(receiver):
    receiver.answer = lambda _: receiver.until_stopped()
    with pytest.raises(Stopped):
        to(receiver.url, stopping=lambda: bool(receiver.received))
