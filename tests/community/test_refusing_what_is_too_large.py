"""A request that announces more than fits is answered before it is read, by the real server."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).parents[2]
HUGE = 200 * 1024 * 1024


def test_what_is_announced_too_large_is_refused_with_a_sentence(db, settings):
    settings.REQUEST_MAX_BYTES = settings.DOCUMENT_MAX_BYTES = 1000
    client = Client(enforce_csrf_checks=True)

    page = client.post("/en/redes/agua/cargar/", {"note": "x" * 2000})
    told = client.post("/en/buscar/", {"note": "x" * 2000}, headers={"Accept": "application/json"})
    small = client.post("/en/redes/agua/cargar/", {"note": "x"})

    assert (page.status_code, told.status_code, small.status_code) == (413, 413, 403)
    assert "at most 1000 bytes are taken at once" in page.content.decode().replace("\xa0", " ")
    assert told.json()["said"].startswith("What you send weighs")
    assert client.put("/en/buscar/", b"x", headers={"Content-Length": "-5"}).status_code != 500


def memory_of(process):
    """What the process and its children hold, in kilobytes."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    held = 0
    for number in (process, *children):
        status = Path(f"/proc/{number}/status").read_text()
        held += int(status.partition("VmRSS:")[2].split()[0])
    return held


@pytest.fixture
def server(tmp_path):
    """The real server on a folder of its own; no database is asked before the size."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "community.settings.test",
    }
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host"]
    command += ["127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws"]
    command += ["--blocking-threads", "2", "--log-level", "warning", "community.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port, process.pid
    process.terminate()
    process.wait(10)


@pytest.mark.long
def test_200_megabytes_are_refused_before_they_are_read_and_memory_stays_flat(server):
    port, process = server
    head = (
        "POST /en/redes/agua/cargar/ HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {HUGE}\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    )

    def send():
        """How many bytes went before the answer began, and the answer."""
        sent, answer = 0, b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as browser:
            browser.sendall(head.encode())
            browser.setblocking(False)
            until = time.monotonic() + 20
            while not answer and sent < HUGE and time.monotonic() < until:
                try:
                    answer = browser.recv(65536)
                    break
                except BlockingIOError:
                    pass
                try:
                    sent += browser.send(b"x" * 65536)
                except BlockingIOError:
                    time.sleep(0.001)
        return sent, answer

    send()
    before = memory_of(process)
    for _time in range(5):
        begun = time.monotonic()
        sent, answer = send()
        took = time.monotonic() - begun
        assert answer.startswith(b"HTTP/1.1 413"), answer[:80]
        assert sent < 20 * 1024 * 1024, f"{sent} bytes were taken in"
        assert took < 15
    grown = memory_of(process) - before
    said = f"answer after {sent / 1024:.0f} kB and {took * 1000:.0f} ms; memory {grown:+} kB"
    sys.stdout.write(said)
    assert grown < 10_000, said
