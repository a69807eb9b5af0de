"""One sentence of the trade in every language, to show what a choice of languages does before it is saved."""

from __future__ import annotations

from typing import NamedTuple

from translation import languages

SENTENCES = {
    "en": "Lead time is 35 days.",
    "zh": "交货期为 35 天。",
    "es": "El plazo de entrega es de 35 días.",
    "ar": "مدة التسليم 35 يومًا.",
    "bg": "Срокът за доставка е 35 дни.",
    "bn": "সরবরাহের সময় 35 দিন।",
    "ca": "El termini de lliurament és de 35 dies.",
    "cs": "Dodací lhůta je 35 dní.",
    "da": "Leveringstiden er 35 dage.",
    "de": "Die Lieferzeit beträgt 35 Tage.",
    "el": "Ο χρόνος παράδοσης είναι 35 ημέρες.",
    "fa": "زمان تحویل 35 روز است.",
    "fi": "Toimitusaika on 35 päivää.",
    "fr": "Le délai de livraison est de 35 jours.",
    "he": "זמן האספקה הוא 35 ימים.",
    "hi": "डिलीवरी का समय 35 दिन है।",
    "hu": "A szállítási határidő 35 nap.",
    "id": "Waktu pengiriman 35 hari.",
    "it": "Il termine di consegna è di 35 giorni.",
    "ja": "納期は35日です。",
    "ko": "납기는 35일입니다.",
    "ms": "Masa penghantaran ialah 35 hari.",
    "nb": "Leveringstiden er 35 dager.",
    "nl": "De levertijd is 35 dagen.",
    "pl": "Termin dostawy wynosi 35 dni.",
    "pt": "O prazo de entrega é de 35 dias.",
    "ro": "Termenul de livrare este de 35 de zile.",
    "ru": "Срок поставки — 35 дней.",
    "sk": "Dodacia lehota je 35 dní.",
    "sv": "Leveranstiden är 35 dagar.",
    "th": "ระยะเวลาส่งมอบ 35 วัน",
    "tr": "Teslim süresi 35 gündür.",
    "uk": "Термін постачання — 35 днів.",
    "ur": "ترسیل کی مدت 35 دن ہے۔",
    "vi": "Thời gian giao hàng là 35 ngày.",
}
WRITERS = ("zh", "en")
"""In which the other side of the sample writes: the first that the reader does not read."""


class Line(NamedTuple):
    """A text of the sample with its language."""

    code: str
    own: str
    text: str


class Sample(NamedTuple):
    """What the reader would see: one line as written, or the translation over the original."""

    large: Line
    small: Line | None


def line(code: str) -> Line:
    return Line(code, languages.get(code).own_name, SENTENCES[code])


def sample(reading: str, also_reads: list[str]) -> Sample:
    """The pair for a reader; one line where they read the writer's language without help."""
    writer = next(code for code in WRITERS if code != reading)
    if writer in also_reads:
        return Sample(line(writer), None)
    return Sample(line(reading), line(writer))


def lines() -> list[Line]:
    """Every line, for the page to choose from."""
    return [line(one.code) for one in languages.ALL]
