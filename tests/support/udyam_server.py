"""The open-data list on loopback: the sample pages by default, and whatever else a server may do for the next questions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

PAGES = Path(__file__).resolve().parent.parent / "data" / "udyam_api"
KEY = "579b464db66ec23bdd000001k3y0f0ur0ff1ce"
BARABANKI = "129"
_BY_OFFSET = {0: "page-1.json", 100: "page-2.json", 200: "page-3.json"}

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One question to the list."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def do_GET(self) -> None:
        self.server.questions.append({**self.asked, "agent": self.headers["User-Agent"] or ""})
        if self.server.next:
            self.server.next.pop(0)(self)
        elif self.server.always is not None:
            self.server.always(self)
        else:
            the_list(self)

    def send(self, body: bytes, *, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """What it was asked, and what it answers next."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.questions: list[dict[str, str]] = []
        self.next: list[Answer] = []
        self.always: Answer | None = None
        self.released = threading.Event()
        """Set at the end, so that an answer that hangs does not outlive its test."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/resource/units"

    @property
    def offsets(self) -> list[int]:
        """Of the pages asked for, the question for the total left out."""
        return [int(asked["offset"]) for asked in self.questions if asked["limit"] != "1"]

    def handle_error(self, *_: object) -> None:
        """A client that went away is no matter."""


@contextmanager
def udyam_server() -> Iterator[Server]:
    """A server in a thread of its own; no proxy of this machine stands before it."""
    server = Server()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NO_PROXY", "127.0.0.1")
            yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def the_list(handler: Handler) -> None:
    """Barabanki as in the samples; any other district has nothing. The key must be ours."""
    asked = handler.asked
    if "api-key" not in asked:
        handler.send(sample("error-400.json"), status=400)
    elif asked["api-key"] != KEY:
        handler.send(sample("error-403.json"), status=403)
    elif asked.get("filters[LG_DT_Code]") != BARABANKI:
        handler.send(nothing())
    elif asked["limit"] == "1":
        handler.send(sample("count-only.json"))
    else:
        handler.send(sample(_BY_OFFSET.get(int(asked["offset"]), "after-the-end.json")))


def sample(name: str) -> bytes:
    return (PAGES / name).read_bytes()


def nothing(total: int = 0) -> bytes:
    """An answer without records."""
    return envelope([], total=total)


def envelope(records: list[Any], *, total: object, **more: object) -> bytes:
    return json.dumps({"status": "ok", "total": total, "count": len(records), "records": records} | more).encode()


def record(number: int, **fields: object) -> dict[str, Any]:
    """A unit of Barabanki."""
    return {
        "LG_ST_Code": 9, "State": "UTTAR PRADESH", "LG_DT_Code": 129, "District": "BARABANKI", "Pincode": "225001",
        "RegistrationDate": "01/04/2022", "EnterpriseName": f"UNIT {number}", "CommunicationAddress": "1, EXAMPLE MARKET",
        "Activities": "NA",
    } | fields  # fmt: skip


def says(name: str, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """A sample file under some status."""
    return lambda handler: handler.send(sample(name), status=status, kind=kind, **headers)


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    """These bytes."""
    return lambda handler: handler.send(content, status=status, **headers)


def breaks_off(handler: Handler) -> None:
    """Half the bytes that were announced, then the line is dead."""
    content = sample("page-1.json")
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def drips(handler: Handler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.released.wait(0.02):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return


def hangs(handler: Handler) -> None:
    """Not a byte."""
    handler.server.released.wait(20)
    handler.close_connection = True
