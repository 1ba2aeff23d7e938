"""People at a site, each a thread that asks again as soon as it is answered."""

import http.client
import statistics
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 60  # seconds for one answer


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Person:
    """Somebody signed in: `cookie` is what their browser sends."""

    port: int
    cookie: str
    csrf: str = "b" * 32  # as cookie and as field: a secret of this length counts as its own mask

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields) -> Answer:
        fields["csrfmiddlewaretoken"] = self.csrf
        return self._ask("POST", path, urllib.parse.urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": f"{self.cookie}; csrftoken={self.csrf}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read(), time.perf_counter() - start)
        finally:
            connection.close()


@dataclass
class Crowd:
    """Runs each of `acts` again and again in a thread of its own, until stopped or done."""

    acts: list[Callable[[], Answer | None]]
    answers: list[Answer] = field(default_factory=list)

    def __enter__(self):
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._act, args=[act]) for act in self.acts]
        for thread in self._threads:
            thread.start()
        return self

    def _act(self, act) -> None:
        while not self._over.is_set() and (answer := act()) is not None:
            self.answers.append(answer)

    def __exit__(self, *_error):
        self._over.set()
        self.wait()

    def wait(self) -> None:
        """Until each act has returned None."""
        for thread in self._threads:
            thread.join()


def rate(acts, seconds: float) -> float:
    """Answers a second; every one must be a page."""
    start = time.monotonic()
    with Crowd(acts) as crowd:
        time.sleep(seconds)
    took = time.monotonic() - start
    refused = {answer.status for answer in crowd.answers} - {200}
    if refused or not crowd.answers:
        raise RuntimeError(f"Not a page: {refused}")
    return len(crowd.answers) / took


def p95(answers: list[Answer]) -> float:
    """Seconds within which 95 of 100 answers came."""
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]
