"""A mail server on this machine that keeps what it is sent, for tests and benchmarks."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default


class Dialogue(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 has it."""

    def handle(self):
        self.say(220, "loopback")
        recipients = []
        while line := self.rfile.readline():
            verb, _space, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO" | "MAIL" | "RSET" | "NOOP":
                    recipients = recipients if verb.upper() == "NOOP" else []
                    self.say(250, "ok")
                case "RCPT":
                    self.receive_recipient(rest, recipients)
                case "DATA":
                    self.say(354, "go on")
                    self.server.accept(self.text(), recipients)
                    self.say(250, "taken")
                case "QUIT":
                    self.say(221, "bye")
                    return
                case _:
                    self.say(502, "what")

    def receive_recipient(self, rest, recipients):
        address = rest.partition("<")[2].partition(">")[0]
        code = self.server.refusals.get(address)
        if code:
            self.say(code, "no such mailbox")
        else:
            recipients.append(address)
            self.say(250, "ok")

    def text(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`taken`: (recipients, source of the mail), in order. `refusals`: code by address."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.port = self.server_address[1]
        self.taken = []
        self.refusals = {}
        # Called with how many mails were taken, before the server says that it took the last.
        self.before_answer = lambda number: None
        self.one_at_a_time = threading.Lock()

    def accept(self, source, recipients):
        with self.one_at_a_time:
            self.taken.append((tuple(recipients), source))
            self.before_answer(len(self.taken))

    def messages(self):
        return [message_from_bytes(source, policy=default) for _to, source in self.taken]

    def handle_error(self, request, client_address):
        """A client that was killed is no news."""


@contextmanager
def mail_server():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True, args=[0.05]).start()
        try:
            yield server
        finally:
            server.shutdown()
