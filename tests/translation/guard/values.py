"""What fills the slots of the pairs: prices, dates, codes and names, each as its three languages write it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Trio = tuple[str, str, str]
"""The same thing in English, Chinese and Spanish."""

MONTHS = (
    (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
)
"""In English and in Spanish."""
_PRODUCTS = (
    ("steel bottles", "不锈钢水壶", "botellas de acero"),
    ("garden chairs", "花园椅", "sillas de jardín"),
    ("hand drills", "手电钻", "taladros de mano"),
    ("paper cups", "纸杯", "vasos de papel"),
    ("school bags", "书包", "mochilas escolares"),
    ("desk lamps", "台灯", "lámparas de escritorio"),
)
_MATERIALS = (("cotton", "棉", "algodón"), ("bamboo", "竹子", "bambú"), ("nylon", "尼龙", "nailon"))
_COLORS = (("navy blue", "藏青色", "azul marino"), ("red", "红色", "rojo"), ("dark green", "墨绿色", "verde oscuro"))
_CITIES = (("Ningbo", "宁波", "Ningbo"), ("Valencia", "瓦伦西亚", "Valencia"), ("Houston", "休斯敦", "Houston"))
_COUNTRIES = (("Mexico", "墨西哥", "México"), ("Germany", "德国", "Alemania"), ("Peru", "秘鲁", "Perú"))
_COMPANIES = ("Orion Trading", "Casa Ledesma", "Hengda Hardware", "Bluefield Supply")
_NAMES = ("Marisol", "Jordan", "Wei", "Carla", "Ahmed")
_CARRIERS = ("DHL", "FedEx", "UPS", "Estafeta")
_CERTIFICATES = ("CE", "FDA", "ISO 9001", "EN 71", "UL 1310", "RoHS", "ISO 14001")
_INCOTERMS = ("FOB", "CIF", "EXW", "DDP", "FCA")
_MONEY: tuple[Callable[[str], Trio], ...] = (
    lambda amount: (f"${amount}", f"${amount}", f"${amount}"),
    lambda amount: (f"US${amount}", f"{amount}美元", f"US${amount}"),
    lambda amount: (f"USD {amount}", f"USD {amount}", f"USD {amount}"),
    lambda amount: (f"{amount} dollars", f"{amount}美金", f"{amount} dólares"),
    lambda amount: (f"€{amount}", f"{amount}欧元", f"{amount} euros"),
    lambda amount: (f"RMB {amount}", f"{amount}元", f"{amount} yuanes"),
    lambda amount: (f"MXN {amount}", f"{amount}墨西哥比索", f"{amount} pesos mexicanos"),
)
_WEIGHTS = (("g", "克", "g"), ("kg", "公斤", "kilos"), ("kg", "kg", "kg"), ("tons", "吨", "toneladas"))
_SKUS = ("{a}{b}-{n}", "{a}-{n}", "{a}{b}{n}", "{a}{b}-{n}{c}", "{a}{n}-{m}", "{a}{b}{c}{m}")


def fill(texts: Trio, rng: Random) -> Trio:
    """The three texts with every slot filled by one value, the same in each."""
    for slot, make in _SLOTS.items():
        if slot in texts[0]:
            value = make(rng)
            texts = tuple(text.replace(slot, part) for text, part in zip(texts, value, strict=True))  # type: ignore[assignment]
    return texts


def _quantity(rng: Random) -> Trio:
    number = rng.choice([rng.randrange(2, 90) * 10, rng.randrange(2, 60) * 500, rng.randrange(1, 20) * 5000])
    grouped = f"{number:,}"
    chinese = f"{number / 10000:g}万" if number >= 10000 and rng.random() < 0.3 else rng.choice([grouped, str(number)])
    return grouped, chinese, grouped.replace(",", ".") if rng.random() < 0.2 else grouped


def _price(rng: Random) -> Trio:
    small = f"{rng.uniform(0.2, 99):.2f}"
    return rng.choice(_MONEY)(rng.choice([small, f"{rng.randrange(11, 99) * 100:,}", str(rng.randrange(13, 900))]))


def _per_cent(rng: Random) -> Trio:
    number = rng.choice([f"{rng.randrange(2, 60)}", f"{rng.randrange(2, 30)}.5"])
    return f"{number}%", rng.choice([f"{number}%", f"百分之{number}"]), f"{number}%"


def _number(rng: Random) -> Trio:
    number = str(rng.randrange(2, 60))
    return number, number, number


def _date(rng: Random) -> Trio:
    month, day = rng.randrange(12), rng.randrange(1, 29)
    english = rng.choice([f"{MONTHS[0][month]} {day}", f"{MONTHS[0][month][:3]} {day}"])
    return english, f"{month + 1}月{day}{rng.choice('日号')}", f"{day} de {MONTHS[1][month]}"


def _month(rng: Random) -> Trio:
    month = rng.randrange(12)
    return MONTHS[0][month], f"{month + 1}月", MONTHS[1][month]


def _size(rng: Random) -> Trio:
    sides = [str(rng.randrange(5, 90)) for _ in range(rng.choice([2, 3]))]
    return f"{' x '.join(sides)} cm", f"{'×'.join(sides)}厘米", f"{' x '.join(sides)} cm"


def _weight(rng: Random) -> Trio:
    number = str(rng.randrange(13, 900))
    english, chinese, spanish = rng.choice(_WEIGHTS)
    return f"{number} {english}", f"{number}{chinese}", f"{number} {spanish}"


def _sku(rng: Random) -> Trio:
    letters = [rng.choice("ABCDEFGHKLMNPQRSTW") for _ in range(3)]
    code = rng.choice(_SKUS).format(
        a=letters[0], b=letters[1], c=letters[2], n=rng.randrange(100, 9999), m=rng.randrange(10, 99)
    )
    return code, code, code


def _one_of(values: tuple[Trio, ...]) -> Callable[[Random], Trio]:
    return lambda rng: rng.choice(values)


def _alike(values: tuple[str, ...]) -> Callable[[Random], Trio]:
    def make(rng: Random) -> Trio:
        value = rng.choice(values)
        return value, value, value

    return make


_SLOTS: dict[str, Callable[[Random], Trio]] = {
    "{qty}": _quantity,
    "{price}": _price,
    "{pct}": _per_cent,
    "{n}": _number,
    "{date}": _date,
    "{month}": _month,
    "{size}": _size,
    "{weight}": _weight,
    "{sku}": _sku,
    "{product}": _one_of(_PRODUCTS),
    "{material}": _one_of(_MATERIALS),
    "{color}": _one_of(_COLORS),
    "{city}": _one_of(_CITIES),
    "{country}": _one_of(_COUNTRIES),
    "{company}": _alike(_COMPANIES),
    "{name}": _alike(_NAMES),
    "{carrier}": _alike(_CARRIERS),
    "{cert}": _alike(_CERTIFICATES),
    "{incoterm}": _alike(_INCOTERMS),
}
