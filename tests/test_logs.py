"""No secret gets into a log, on a terminal or elsewhere; elsewhere each line is a JSON object."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bluepencil.logs import concealer
from tests.redis_server import redis_serving
from tests.serving import Server
from tests.working import Worker, until

ROOT = Path(__file__).resolve().parent.parent
KEY = 'sk-ant "é"/%k\\'
PASSWORD = "p@ss:w0rd"
SECRETS = {
    "ANTHROPIC_API_KEY": KEY,
    "STORE_URL": f"postgresql://blue:{PASSWORD.replace('@', '%40').replace(':', '%3A')}@db/pencil",
}
SETUP = f"""
import logging, sys, threading, urllib.parse, warnings, json
import structlog
from bluepencil import logs
key, password = {KEY!r}, {PASSWORD!r}
logs.configure("info", {SECRETS!r})
log, library = structlog.get_logger(), logging.getLogger("a.library")

class Shown:
    def __repr__(self):
        return f"Shown({{key!r}})"
"""
LEAKS = {
    "an event": "log.error(f'it is {key}')",
    "a field": "log.error('it', header=key)",
    "an inner field": "log.error('it', headers=[{'x-api-key': key}, (key,)])",
    "a key of an inner field": "log.error('it', headers={key: 1})",
    "a repr of an object": "log.error('it', shown=Shown())",
    "JSON in a field": "log.error('it', body=json.dumps({'key': key}))",
    "an address": "log.error('https://claude/?key=' + urllib.parse.quote(key, safe=''))",
    "a password in an address": "log.error('postgresql://blue:p%40ss%3aw0rd@replica/other')",
    "a password by itself": "log.error('it', arguments={'password': password})",
    "a message of a library": "library.error('it is %s and %r', key, [key])",
    "bytes": "library.error('%r', key.encode())",
    "a warning": "warnings.warn(f'it is {key}')",
    "something printed": "print(f'it is {key}', file=sys.stderr)",
    "our exception": """
try:
    raise ValueError(f'bad key {key}')
except ValueError:
    log.exception('failed')""",
    "an exception of a library": """
try:
    try:
        raise ValueError(f'bad key {key}')
    except ValueError as error:
        raise RuntimeError(error.args, {'password': password}) from error
except RuntimeError:
    library.exception('failed')""",
    "a line of the source": "log.exception('', exc_info=SyntaxError('', ('f', 1, 1, key)))",
    "an exception in a thread": """
def fail():
    raise ValueError(f'bad key {key}')
thread = threading.Thread(target=fail)
thread.start()
thread.join()""",
    "an exception nobody can catch": """
class Dying:
    def __del__(self):
        raise ValueError(f'bad key {key}')
Dying()""",
    "a line that cannot be rendered": "library.error('%d', key)",
    "a field that cannot be rendered": """
class Broken:
    def __repr__(self):
        raise ValueError(key)
log.error('it', broken=Broken())""",
    "an uncaught exception": "raise ValueError(f'bad key {key}')",  # the last: it ends the program
}


def run(source: str, tmp_path: Path, terminal: bool) -> str:
    """What a process with this source writes to its standard error."""
    script = tmp_path / "script.py"
    script.write_text(SETUP + source)
    command = [sys.executable, str(script)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    if not terminal:
        done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, timeout=60)
        return done.stderr.decode()
    master, slave = pty.openpty()
    process = subprocess.Popen(command, env=environment, stderr=slave)
    os.close(slave)
    written = b""
    try:
        while chunk := os.read(master, 65536):
            written += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(master)
    process.wait(10)
    return written.decode()


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_no_secret_is_written(tmp_path, terminal):
    source = "\n".join(
        f"print('--- {name}', file=sys.__stderr__)\n{one}" for name, one in LEAKS.items()
    )
    written = run(source, tmp_path, terminal)
    parts = dict(part.split("\n", 1) for part in written.replace("\r", "").split("--- ")[1:])
    assert len(parts) == len(LEAKS), written
    for name, part in parts.items():
        assert "sk-ant" not in part and "w0rd" not in part, f"{name} shows it:\n{part}"
        if "cannot be rendered" in name:
            assert "cannot be rendered" in part
        else:
            assert "[ANTHROPIC_API_KEY]" in part or "[STORE_URL]" in part, f"{name}:\n{part}"


def test_what_is_no_terminal_gets_one_json_object_a_line(tmp_path):
    source = "\n".join(one for name, one in LEAKS.items() if "print" not in name)
    written = run(source, tmp_path, False)
    assert written.count("\n") == len(LEAKS) - 1
    assert all_json(written)


def test_a_terminal_gets_lines_to_read_with_the_traceback_as_python_prints_it(tmp_path):
    written = run(LEAKS["our exception"], tmp_path, True)
    assert "{" not in written.splitlines()[0]
    assert "Traceback (most recent call last)" in written
    assert "ValueError: bad key [ANTHROPIC_API_KEY]" in written


@pytest.mark.parametrize("secret", ["x", "word"])
def test_a_short_secret_is_hidden_where_it_is_a_word_and_leaves_the_rest_readable(secret):
    hide = concealer({"APP_PASSWORD": secret})
    assert hide(f"max 5 words: {secret}") == "max 5 words: [APP_PASSWORD]"
    assert hide(json.dumps(f"line\n{secret}")) == '"line\\n[APP_PASSWORD]"'
    assert hide(f"a%3A{secret}%40b") == "a%3A[APP_PASSWORD]%40b"


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("redis://:se%2Fcret@one:6379/0", "se/cret"),
        ("redis://one/0?password=se%2Fcret", "se/cret"),
        ("sentinel://one;sentinel://:se%2Fcret@two/0", "se%2Fcret"),
        ("postgresql://me:se%2fcret@one/db", "se%2Fcret"),
    ],
)
def test_the_password_in_an_address_is_a_secret_of_its_own(url, secret):
    hide = concealer({"THE_URL": url})
    assert hide(f"AUTH {secret}") == "AUTH [THE_URL]"
    assert hide(url) == "[THE_URL]"


def test_without_secrets_nothing_changes():
    assert concealer({})("as it is") == "as it is"
    assert concealer({"REDIS_URL": "redis://one/0"})("redis") == "redis"


@pytest.mark.slow
def test_the_lines_of_the_server_and_of_the_worker_are_json_without_secrets(tmp_path):
    """Their own loggers tell where they listen and where their broker is; here that is secret."""
    with redis_serving(tmp_path / "redis") as redis:
        server = Server(tmp_path / "data", USE_CELERY="true", REDIS_URL=redis.url)
        address, broker = f"127.0.0.1:{server.port}", f"127.0.0.1:{redis.port}"
        server.environment["APP_PASSWORD"] = address
        server.start()
        worker = Worker(server, ANTHROPIC_API_KEY=broker)
        worker.start()
        until(lambda: worker.log.exists() and "ready" in worker.log.read_text(), 40)
        assert worker.stop() == server.stop() == 0
    written = worker.log.read_text()
    assert '"event": "worker stopping"' in written
    assert broker not in written and "[ANTHROPIC_API_KEY]" in written
    assert all_json(written)
    written = server.log.read_text()
    assert address not in written and "[APP_PASSWORD]" in written
    assert all_json(written)


def all_json(written: str) -> bool:
    lines = [json.loads(line) for line in written.splitlines()]
    return all({"event", "level", "timestamp"} <= set(line) for line in lines)
