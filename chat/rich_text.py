"""A text as parts: plain text, safe links, figures, and figures that a check found different.

The browser cuts texts in the same way; both are held to `tests/data/rich_text.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from chat.protocol import CheckOut

LINK = re.compile(r"(?<![A-Za-z0-9])(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
TRAILING = ".,;:!?'*"
FIGURE = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*%?")
HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+\.?", re.IGNORECASE)
DIFFERS = "figure_differs"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `href` for links only."""

    kind: Literal["text", "link", "figure", "differs"]
    text: str
    href: str = ""


def parts_of(text: str, checks: Iterable[CheckOut] = ()) -> list[Part]:
    """The parts of `text`, in order and without loss.

    For each `figure_differs` among `checks` the original's token stands in the text, as kind `differs`.
    """
    parts = [Part("text", text)]
    for check in checks:
        if check.reason == DIFFERS and check.original:
            parts = _mark(parts, check)
    parts = _split_texts(parts, LINK, _link)
    return _merged(_split_texts(parts, FIGURE, lambda figure: [Part("figure", figure)]))


def href_of(written: str) -> str | None:
    """The address behind a written link, or None where it is not one to be followed."""
    address = f"https://{written}" if written.lower().startswith("www.") else written
    try:
        url = urlsplit(address)
        return address if _is_safe(url) else None
    except ValueError:  # a malformed port or bracket
        return None


def _is_safe(url: SplitResult) -> bool:
    # `https://bank.example@evil.example` reads as the first and leads to the second.
    if url.username is not None or url.password is not None or not HOST.fullmatch(url.hostname or ""):
        return False
    return url.port != 0 and _is_name_or_address(url.hostname or "")


def _is_name_or_address(host: str) -> bool:
    """A host that ends in a number is an IPv4 address, or nothing."""
    if not host.rstrip(".").rsplit(".", 1)[-1].isdigit():
        return True
    try:
        return bool(IPv4Address(host.rstrip(".")))
    except AddressValueError:
        return False


def _mark(parts: list[Part], check: CheckOut) -> list[Part]:
    for token in filter(None, (check.original, check.translated)):
        for index, part in enumerate(parts):
            if part.kind == "text" and (at := _find(part.text, token)) >= 0:
                return [*parts[:index], *_cut(part.text, at, token, check.original), *parts[index + 1 :]]
    return [*parts, Part("text", " ["), Part("differs", check.original), Part("text", "]")]


def _cut(text: str, at: int, token: str, original: str) -> list[Part]:
    parts = Part("text", text[:at]), Part("differs", original), Part("text", text[at + len(token) :])
    return [part for part in parts if part.text]


def _find(text: str, token: str) -> int:
    """Where `token` stands by itself in `text`, or -1: `15` is not found in `150`."""
    at = text.find(token)
    while at >= 0:
        after = text[at + len(token) : at + len(token) + 1]
        if not _continues(text[at - 1 : at], token[0]) and not _continues(after, token[-1]):
            return at
        at = text.find(token, at + 1)
    return -1


def _continues(neighbour: str, edge: str) -> bool:
    return neighbour.isascii() and neighbour.isdigit() and edge.isascii() and edge.isdigit()


def _link(match: str) -> list[Part]:
    written = _without_trailing(match)
    href = href_of(written)
    if href is None:
        return [Part("text", match)]
    return [Part("link", written, href), Part("text", match[len(written) :])]


def _without_trailing(match: str) -> str:
    trimmed = match.rstrip(TRAILING)
    closing, opening = (sum(map(trimmed.count, pair)) for pair in (")]", "(["))
    return _without_trailing(trimmed[:-1]) if trimmed.endswith((")", "]")) and closing > opening else trimmed


def _split_texts(parts: list[Part], pattern: re.Pattern[str], parts_for: Callable[[str], list[Part]]) -> list[Part]:
    cut = (_split(part.text, pattern, parts_for) if part.kind == "text" else [part] for part in parts)
    return [part for pieces in cut for part in pieces if part.text]


def _split(text: str, pattern: re.Pattern[str], parts_for: Callable[[str], list[Part]]) -> Iterator[Part]:
    end = 0
    for match in pattern.finditer(text):
        yield Part("text", text[end : match.start()])
        yield from parts_for(match[0])
        end = match.end()
    yield Part("text", text[end:])


def _merged(parts: list[Part]) -> list[Part]:
    done: list[Part] = []
    for part in parts:
        if done and part.kind == done[-1].kind == "text":
            done[-1] = Part("text", done[-1].text + part.text)
        else:
            done.append(part)
    return done
