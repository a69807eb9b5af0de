"""What a language model is shown, alone and in company."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from translation.engines.generative import Generator
from translation.translator import LanguagePair

EN_ZH = LanguagePair("en", "zh")
LINE = "Please send us photos of the damaged boxes."


class Endpoint:
    """Answers nothing useful, and remembers how many turns each request had."""

    def __init__(self, together: int) -> None:
        self.turns: list[int] = []
        self._together = threading.Barrier(together)

    def complete(self, request: Any) -> str:
        self.turns.append(len(request.messages))
        self._together.wait(5)
        return "好的。"


@pytest.mark.parametrize("examples_when_busy", [True, False])
def test_a_line_like_it_is_shown_when_nothing_else_waits(*, examples_when_busy: bool) -> None:
    def turns(texts: int) -> set[int]:
        endpoint: Any = Endpoint(texts)
        generator = Generator(
            lambda: endpoint, "fake", ("en", "zh"), slots=4, timeout_s=5, examples_when_busy=examples_when_busy
        )
        generator.translate([LINE] * texts, EN_ZH, None)
        generator.close()
        return set(endpoint.turns)

    [alone], [together] = turns(1), turns(3)
    assert alone - together == (0 if examples_when_busy else 2)
