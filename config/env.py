"""Settings from the environment. A malformed value stops the start with a sentence that says what to write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_text(name: str, default: str) -> str:
    """The value of `name`, without the white space around it, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """True or False. Raises `ImproperlyConfigured` for any other word."""
    value = env_text(name, "").lower()
    if value and value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 (on) or 0 (off).")
    return value in TRUE if value else default


def env_int(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """A whole number within the bounds. Raises `ImproperlyConfigured` otherwise."""
    value = env_text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = minimum - 1
    if not minimum <= number <= maximum:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {minimum} to {maximum}.")
    return number


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words separated by commas."""
    value = env_text(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of `choices`. Raises `ImproperlyConfigured` otherwise."""
    value = env_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: write one of {', '.join(filter(None, choices))}.")
    return value


def env_words(name: str, default: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    """Some of `choices` in an order, separated by commas or spaces. Raises `ImproperlyConfigured` for another word."""
    return _words_of(name, env_text(name, " ".join(default)), choices)


def env_words_by_key(name: str, choices: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """As `env_words`, once for each key: `key=word word; key=word`. Raises `ImproperlyConfigured` otherwise."""
    parts = [part.partition("=") for part in env_text(name, "").split(";") if part.strip()]
    if any(not key.strip() or not equals for key, equals, _words in parts):
        raise ImproperlyConfigured(f"{name} is malformed: write en-zh=llama starter; zh-en=starter.")
    return {key.strip(): _words_of(name, words, choices) for key, _equals, words in parts}


def _words_of(name: str, value: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(value.replace(",", " ").split())
    if not words or not set(words) <= set(choices):
        raise ImproperlyConfigured(f"{name} is {value!r}: write some of {', '.join(choices)}, the preferred first.")
    return words


def env_path(name: str, default: Path) -> Path:
    """A folder or file, made absolute."""
    return Path(env_text(name, str(default))).expanduser().resolve()


def env_origins(name: str) -> list[str]:
    """Origins such as https://parley.example.com. Raises `ImproperlyConfigured` where the scheme is missing."""
    origins = env_list(name)
    for origin in origins:
        if urlsplit(origin).scheme not in {"http", "https"} or not urlsplit(origin).netloc:
            raise ImproperlyConfigured(f"{name} holds {origin!r}: write each with its scheme, as https://example.com.")
    return origins


def env_redis(name: str) -> str:
    """A Redis address, or the empty text. Raises `ImproperlyConfigured` for another scheme."""
    url = env_text(name, "")
    if url and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} is {url!r}: write it as redis://host:6379/0.")
    return url


def env_database(name: str, default: Path) -> Mapping[str, Any]:
    """Django's settings of one database.

    Unset: SQLite in the file `default`. Otherwise `sqlite:///absolute/path.sqlite3` or
    `postgres://user:password@host:5432/name`. Raises `ImproperlyConfigured` for anything else.
    """
    url = env_text(name, "")
    parts = urlsplit(url)
    if not url:
        return _sqlite(str(default))
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(parts.path)
    if parts.scheme in {"postgres", "postgresql"} and len(parts.path) > 1:
        return _postgres(url)
    raise ImproperlyConfigured(
        f"{name} is {url!r}: write sqlite:///path/to/file.sqlite3 or postgres://user:password@host:5432/name."
    )


def _sqlite(path: str) -> Mapping[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # opening the file anew for each job would cost more than the job
        "OPTIONS": {
            # A writer takes its lock at BEGIN, so that two writers queue instead of failing half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;",
        },
        # Without this the tests' database lives in memory, which other threads and processes cannot share.
        "TEST": {"NAME": f"{path}.test"},
    }


def _postgres(url: str) -> Mapping[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
