"""Mail servers for tests, on sockets of this machine: one that answers, and one that never does."""

import socket
import socketserver
import threading
from contextlib import contextmanager


class SilentServer:
    """It takes each connection and never says a word. `calls()`: how often it was called since."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]
        self.held = []

    def calls(self) -> int:
        before = len(self.held)
        try:
            while True:
                self.held.append(self.socket.accept()[0])
        except BlockingIOError:
            return len(self.held) - before

    def close(self):
        for each in (*self.held, self.socket):
            each.close()


class AnsweringServer(socketserver.ThreadingTCPServer):
    """A mail server that takes what comes, but for the addresses of `refused`; with the letters of
    `breaks` it breaks off. For each connection it notes whose letters came over it."""

    daemon_threads = True
    refused, breaks = frozenset(), frozenset()

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.port = self.server_address[1]
        self.taken: list[list[str]] = []


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        taken, to = [], ""
        self.server.taken.append(taken)
        self.say(220)
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition("@")[0]
                self.say(550 if to in self.server.refused else 250)
            elif verb == "DATA":
                if to in self.server.breaks:
                    return
                self.say(354)
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
                taken.append(to)
                self.say(250)
            elif verb == "QUIT":
                self.say(221)
                return
            else:
                self.say(250)

    def say(self, number: int):
        self.wfile.write(f"{number} so\r\n".encode())


@contextmanager
def answering():
    with AnsweringServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
