"""Asking addresses of the Internet whether they still answer.

Whoever edits a page chooses the address, so nothing that it leads to is trusted:
only public machines are asked, at the address that was looked up and judged,
each step of a redirect anew, and no body is read.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from networks.models import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from urllib.parse import SplitResult

State = LinkCheck.State
AGENT = "Cabildo-link-check/1.0 (asks once in a while whether a link of the library works)"
MOST_HOPS = 5
AT_ONCE = 8
# Answers of servers that are there and do not serve programs, or not without signing in.
REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 418, 425, 429, 451, 999})
# Addresses of IPv6 that stand for one of IPv4, a private one perhaps.
TRANSLATED = [ipaddress.ip_network(each) for each in ("2002::/16", "2001::/32", "64:ff9b::/96")]


class NotPublicError(Exception):
    """The address leads to no machine of the public Internet."""


@dataclass(frozen=True)
class Answer:
    """One of `LinkCheck.State`, and the number of the answer where there was one."""

    state: str
    status: int | None = None

    @property
    def is_failing(self) -> bool:
        return self.state in LinkCheck.FAILING


def is_public(address: str) -> bool:
    """Whether the numeric address is one of the public Internet."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(str(number.ipv4_mapped))
        if any(number in network for network in TRANSLATED):
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


class Connection(HTTPConnection):
    """A connection to the machine that was judged, whatever its name leads to by now."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class SecureConnection(Connection):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


KINDS: dict[str, tuple[type[Connection], int]] = {
    "http": (Connection, 80),
    "https": (SecureConnection, 443),
}


@dataclass
class Pace:
    """Lets pass one question to each host in `seconds`; the others wait their turn."""

    seconds: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        with self.lock:
            now = time.monotonic()
            turn = max(now, self.free_at.get(host, now))
            self.free_at[host] = turn + self.seconds
        time.sleep(turn - now)


class Prober:
    """Asks; `timeout` is how long a server may be silent, `patience` how long it may take in all.

    `allows` says whether a numeric address may be asked.
    """

    def __init__(
        self,
        allows: Callable[[str], bool] = is_public,
        pause: float = 1.0,
        timeout: float = 8.0,
        patience: float = 20.0,
    ) -> None:
        self.allows = allows
        self.pace = Pace(pause)
        self.timeout = timeout
        self.patience = patience

    def ask_all(self, urls: Iterable[str], seconds: float) -> dict[str, Answer]:
        """The answers of those for which there was time; hosts side by side, never one twice."""
        until = time.monotonic() + seconds
        by_host: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            by_host.setdefault(url.split("/")[2].casefold(), []).append(url)

        def ask_host(group: list[str]) -> list[tuple[str, Answer]]:
            return [(url, self.ask(url)) for url in group if time.monotonic() < until]

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return dict(pair for pairs in pool.map(ask_host, by_host.values()) for pair in pairs)

    def ask(self, url: str) -> Answer:
        """By its head alone; where that is no good, by the beginning of the whole."""
        answer = self.follow(url, "HEAD")
        if answer.status is None or answer.status < 400:
            return answer
        return self.follow(url, "GET")

    def follow(self, url: str, method: str) -> Answer:
        status: int | None = None
        try:
            for _hop in range(MOST_HOPS + 1):
                status, onward = self.exchange(url, method)
                if not onward:
                    return Answer(judged(status), status)
                url = urljoin(url, onward)
        except NotPublicError:
            return Answer(State.NOT_PUBLIC)
        except ssl.SSLCertVerificationError:
            # Browsers find certificates that are missing on the way, or ask their reader.
            return Answer(State.REFUSES)
        except (OSError, HTTPException, ValueError):
            return Answer(State.SILENT)
        return Answer(State.GONE, status)

    def exchange(self, url: str, method: str) -> tuple[int, str]:
        """The number of the answer, and where it leads on to; "" when it does not."""
        parts = urlsplit(url)
        if parts.scheme not in KINDS or not parts.hostname:
            raise NotPublicError
        kind, port = KINDS[parts.scheme]
        host = parts.hostname.encode("idna").decode()
        address = self.look_up(host, parts.port or port)
        self.pace.wait(host)
        connection = kind(host, parts.port or port, address, self.timeout)
        try:
            with self.cut_short(connection):
                connection.request(method, target_of(parts), headers={"User-Agent": AGENT})
                response = connection.getresponse()
                onward = (
                    response.headers.get("Location", "") if 300 <= response.status < 400 else ""
                )
                return response.status, onward
        finally:
            connection.close()

    def look_up(self, host: str, port: int) -> str:
        """The first numeric address of the host; all that it has must be allowed."""
        found = [
            str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        if not found or not all(map(self.allows, found)):
            raise NotPublicError
        return found[0]

    @contextmanager
    def cut_short(self, connection: Connection) -> Iterator[None]:
        """Hang up on who says a byte now and then for ever."""

        def hang_up() -> None:
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.patience, hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def target_of(parts: SplitResult) -> str:
    """What is asked of the host, with accents written as servers expect them."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def judged(status: int) -> str:
    if status < 400:
        return State.WORKS
    if status in REFUSALS:
        return State.REFUSES
    return State.GONE if status < 500 else State.SILENT
