"""Asking a server over HTTP, the only place that does: bounded in time, bytes and tries, and silent about the address.

The address may hold a key, and httpx writes it into its log and into the text of its errors. So its loggers are silenced, and
its errors are dropped for our own before anybody sees them. Source: RELIABILITY.md 0 (12), 4.8. The tries are a loop of our own:
docs/decisions/0007-prospects.md.
"""

from __future__ import annotations

import logging
import random
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from onboarding import __version__
from onboarding.errors import RemoteFailed

Result = TypeVar("Result")
Wait = Callable[[float], None]
"""Waits so many seconds; may raise ``Stopped``."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_TOO_MANY = 429
_ZLIB_OR_GZIP = 47
"""Window bits with which zlib tells the two formats apart by their heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much; seconds and bytes."""

    connect_s: float = 5
    read_s: float = 30
    """The longest silence."""
    whole_s: float = 180
    """The longest answer: a server that sends a byte now and then is silent for none of the above."""
    bytes: int = 50 << 20
    """Of an answer, unpacked."""
    tries: int = 6
    """The first one and five more."""
    first_pause_s: float = 2
    longest_pause_s: float = 60
    longest_asked_s: float = 120
    """A server that asks for a longer wait is left alone; the person comes back later. All tries of an answer end in 30 minutes."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Told before a wait."""

    seconds: float
    attempt: int
    """The one that failed, from 1."""
    of: int
    error: RemoteFailed


class Client:
    """One conversation with one server; close it."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        wait: Wait = time.sleep,
        told: Callable[[Retry], None] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """``told`` hears of every wait before it begins."""
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.limits = limits or Limits()
        self._wait = wait
        self._told = told
        self._chance = chance or random.Random()  # noqa: S311 - spreads the tries of many offices, nothing secret
        self._http = httpx.Client(
            timeout=httpx.Timeout(self.limits.read_s, connect=self.limits.connect_s),
            follow_redirects=False,
            # A default library agent is said to be left hanging; packed answers are not asked for. Source: DOMAIN.md 5.1.
            headers={"User-Agent": f"onboarding/{__version__} (GeM Cell)", "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, url: str, params: Mapping[str, str], read: Callable[[bytes], Result]) -> Result:
        """What ``read`` makes of the answer; it raises RemoteFailed for one that is no answer, and that counts as a try.

        Raises:
            RemoteFailed: After the last try, or at once where another one cannot help.
            Stopped: From the wait between two tries.
        """
        refuse_unsafe(url)
        for attempt in range(1, self.limits.tries + 1):
            try:
                return read(self._body(url, params))
            except RemoteFailed as error:
                failed = error
            if not failed.again or attempt == self.limits.tries:
                break
            seconds = self._pause(attempt, failed.after)
            if self._told is not None:
                self._told(Retry(seconds, attempt, self.limits.tries, failed))
            self._wait(seconds)
        raise failed

    def _pause(self, attempt: int, asked: float | None) -> float:
        """Twice as long each time, between half and the whole of it by chance; never shorter than the server asks."""
        longest = min(self.limits.longest_pause_s, self.limits.first_pause_s * float(2 ** (attempt - 1)))
        return max(longest * self._chance.uniform(0.5, 1), asked or 0)

    def _body(self, url: str, params: Mapping[str, str]) -> bytes:
        failed = "remote.unreachable"
        try:
            with self._http.stream("GET", url, params=dict(params)) as response:
                self._refuse(response)
                return self._read(response)
        except (httpx.ConnectTimeout, httpx.ConnectError, httpx.PoolTimeout, httpx.ProxyError):
            pass
        except httpx.TimeoutException:
            failed = "remote.slow"
        except httpx.HTTPError:
            failed = "remote.cut_off"
        except (httpx.InvalidURL, UnicodeError):
            raise RemoteFailed("remote.address") from None
        # Outside the handlers, so that the error does not carry httpx's along, whose text is the whole address.
        raise RemoteFailed(failed, again=True, host=_host(url))

    def _refuse(self, response: httpx.Response) -> None:
        """Raise for a status that is no success."""
        status, host = response.status_code, response.url.host
        if response.is_success:
            return
        if response.is_redirect:
            raise RemoteFailed("remote.redirect", host=host)
        if status == _TOO_MANY or response.is_server_error:
            after = _seconds(response.headers.get("Retry-After", ""))
            if after is not None and after > self.limits.longest_asked_s:
                raise RemoteFailed("remote.later", host=host, minutes=round(after / 60))
            sentence = "remote.too_many" if status == _TOO_MANY else "remote.server_fault"
            raise RemoteFailed(sentence, again=True, after=after, host=host, status=status)
        if status in (400, 401, 403):
            raise RemoteFailed("remote.key_refused", host=host, status=status)
        raise RemoteFailed("remote.refused", host=host, status=status)

    def _read(self, response: httpx.Response) -> bytes:
        """The body, unpacked here: the library would unpack a bomb as a whole."""
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("", "identity", "gzip", "deflate"):
            raise RemoteFailed("remote.packed", host=response.url.host)
        unpack = zlib.decompressobj(_ZLIB_OR_GZIP) if packing in ("gzip", "deflate") else None
        end = time.monotonic() + self.limits.whole_s
        body = bytearray()
        for chunk in response.iter_raw():
            room = self.limits.bytes + 1 - len(body)
            body += chunk if unpack is None else _unpacked(unpack, chunk, room, response.url.host)
            if len(body) > self.limits.bytes:
                raise RemoteFailed("remote.too_big", host=response.url.host, mb=self.limits.bytes >> 20)
            if time.monotonic() > end:
                raise RemoteFailed("remote.slow", again=True, host=response.url.host)
        return bytes(body)


def refuse_unsafe(url: str) -> None:
    """Only https, but for this machine itself: the key would travel for everybody to read.

    Raises:
        RemoteFailed: It is no such address.
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        named = bool(parts.hostname)
    except ValueError:
        fine = named = False
    if not (fine and named):
        raise RemoteFailed("remote.address")


def _unpacked(unpack: zlib._Decompress, chunk: bytes, room: int, host: str) -> bytes:
    try:
        return unpack.decompress(chunk, room)
    except zlib.error:
        pass
    raise RemoteFailed("remote.cut_off", again=True, host=host)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _seconds(retry_after: str) -> float | None:
    """What a Retry-After header asks for: seconds, or until an instant."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, until.timestamp() - time.time())
