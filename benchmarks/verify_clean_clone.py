"""A stranger's first quarter of an hour: clone, `make run`, walk about, stop, start again.

Run by `make verify`. Clones the committed state into a temporary folder, so it
measures what others get. Prints each figure; exits 1 when a promise of the
README is broken.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ADDRESSES = """
/ /redes/ /blog/ /soluciones/ /recursos/ /municipios/ /personas/ /buscar/?q=agua
/acerca/ /ayuda/ /contacto/ /privacidad/ /terminos/ /accesibilidad/
/cuenta/entrar/ /cuenta/crear/ /correo/ /healthz /pt/redes/ /en/redes/ /robots.txt /sitemap.xml
""".split()
SECONDS_OF_FIRST_START = 600
SECONDS_OF_SECOND_START = 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(url: str) -> int:
    """HTTP status of the answer, 0 when there is none."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextlib.contextmanager
def running(clone: Path, port: int) -> Iterator[float]:
    """Yield the seconds from `make run` until the site answers."""
    environment = {**os.environ, "PORT": str(port)}
    environment.pop("DATA_DIR", None)
    started = time.monotonic()
    process = subprocess.Popen(["make", "run"], cwd=clone, env=environment, start_new_session=True)
    try:
        while status_of(f"http://127.0.0.1:{port}/healthz") != 200:
            if process.poll() is not None or time.monotonic() - started > SECONDS_OF_FIRST_START:
                sys.exit("make run did not start the site")
            time.sleep(0.05)
        yield time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def walk(port: int) -> list[str]:
    """Print the status of every address; return those that are not 200."""
    broken = []
    for address in ADDRESSES:
        status = status_of(f"http://127.0.0.1:{port}{address}")
        print(f"  {status} {address}")
        if status != 200:
            broken.append(address)
    return broken


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="cabildo-clone-"))
    clone = folder / "cabildo"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    port = free_port()
    try:
        with running(clone, port) as seconds:
            print(f"first `make run`, with nothing installed: {seconds:.1f} s")
            broken = walk(port)
            password = (clone / "var/demo-password.txt").read_text()
        with running(clone, port) as seconds:
            print(f"second `make run`: {seconds:.1f} s")
            if seconds > SECONDS_OF_SECOND_START:
                broken.append(f"the second start took {seconds:.1f} s")
            if (clone / "var/demo-password.txt").read_text() != password:
                broken.append("the second start changed the password")
    finally:
        shutil.rmtree(folder)
    print("broken: " + ", ".join(broken) if broken else "all as promised")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
