"""What a supplier says it makes is read in the buyer's language, with the original under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from chat import glosses
from chat.directory import SupplierCard, cards
from chat.models import Organization, User
from tests.cast import Cast, make_person, make_supplier
from translation.engines.echo import EchoTranslator
from translation.translator import Context, Hypothesis, LanguagePair, PairUnavailable


class Counting(EchoTranslator):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.missing = False

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.asked += texts
        if self.missing:
            raise PairUnavailable(pair)
        return super().translate(texts, pair, context)


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def translator(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(glosses, "get_translator", lambda: counting)
    return counting


@pytest.fixture
def chinese(cast: Cast) -> Organization:
    supplier = make_supplier("Yiwu Tianrui", makes="棉布袋、帆布包")
    make_person("Ana", "zh", supplier)
    return supplier


def card_for(user: User, supplier: Organization) -> SupplierCard:
    [card] = glosses.glossed(user, cards([supplier]))
    return card


def test_a_text_in_another_language_is_translated_once(cast: Cast, chinese: Organization, translator: Counting) -> None:
    for _ in range(2):
        card = card_for(cast.jordan, chinese)
        assert (card.makes_gloss, card.makes, card.makes_language) == (
            "[en] 棉布袋, [en] 帆布包",
            "棉布袋、帆布包",
            "zh",
        )
    assert translator.asked == ["棉布袋", "帆布包"]


def test_a_changed_text_is_translated_anew(cast: Cast, chinese: Organization, translator: Counting) -> None:
    card_for(cast.jordan, chinese)
    chinese.makes = "围裙"
    assert card_for(cast.jordan, chinese).makes_gloss == "[en] 围裙"


def test_who_reads_the_language_sees_the_text_as_it_is(cast: Cast, chinese: Organization, translator: Counting) -> None:
    cast.jordan.also_reads = ["zh"]
    assert card_for(cast.jordan, chinese).makes_gloss == ""
    assert translator.asked == []


def test_who_reads_a_part_of_it_sees_the_text_as_it_is(cast: Cast, chinese: Organization, translator: Counting) -> None:
    chinese.makes = "Cotton totes and canvas bags. 棉布袋、帆布包"
    assert card_for(cast.jordan, chinese).makes_gloss == ""
    assert translator.asked == []


def test_of_a_text_in_two_languages_one_is_translated(cast: Cast, chinese: Organization, translator: Counting) -> None:
    chinese.makes = "棉布袋、帆布包。 Cotton totes and canvas bags"
    cast.jordan.reading_language = "es"
    assert card_for(cast.jordan, chinese).makes_gloss == "[es] 棉布袋, [es] 帆布包"


def test_without_a_pack_the_text_stands_as_written_and_is_not_tried_at_once_again(
    cast: Cast, chinese: Organization, translator: Counting
) -> None:
    translator.missing = True
    for _ in range(2):
        assert card_for(cast.jordan, chinese).makes_gloss == ""
    assert translator.asked == ["棉布袋", "帆布包"]


@pytest.mark.parametrize("page", ["list", "supplier", "inquiry"])
def test_the_pages_show_both(
    client: Client, cast: Cast, chinese: Organization, translator: Counting, page: str
) -> None:
    client.force_login(cast.jordan, "django.contrib.auth.backends.ModelBackend")
    address = {
        "list": reverse("suppliers"),
        "supplier": reverse("supplier", args=[chinese.pk]),
        "inquiry": reverse("inquiry-new"),
    }
    shown = client.get(address[page]).content.decode()
    assert "[en] 棉布袋, [en] 帆布包" in shown
    assert page == "inquiry" or '<span lang="zh" dir="auto">棉布袋、帆布包</span>' in shown


def test_the_real_packs_say_what_it_is(cast: Cast, chinese: Organization, packs: None) -> None:
    assert "cotton" in card_for(cast.jordan, chinese).makes_gloss.lower()
    chinese.makes = "不锈钢水瓶、保温杯、饭盒"
    assert card_for(cast.jordan, chinese).makes_gloss.count(", ") == 2
