"""Values for the slots of a line: the same value in three languages, drawn afresh each time a line is used."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from translation.training import corpus
from translation.training.corpus import SLOT, Triple

Value = tuple[str, str, str]
"""English, Chinese, Spanish."""

# fmt: off
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
_MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)
_CARRIERS = (
    "DHL", "FedEx", "UPS", "EMS", "TNT", "Aramex", "SF Express", "Maersk", "COSCO", "MSC", "USPS", "CMA CGM",
)
_INCOTERMS = (
    "EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP",
)
_CERTIFICATES = (
    "CE", "FDA", "ISO 9001", "ISO 14001", "ISO 13485", "RoHS", "REACH", "UL", "ETL", "FCC", "BSCI", "LFGB", "SGS",
    "GOTS", "GRS", "OEKO-TEX", "HACCP", "CPSIA", "EN 71", "FSC", "IP65", "IP67", "PSE", "KC", "SAA", "INMETRO",
    "NOM", "BIS", "UN38.3", "MSDS",
)
_GIVEN = (
    "Anna", "Amy", "Ana", "Carlos", "Chen", "Cindy", "Daniel", "David", "Diego", "Elena", "Emma", "Frank", "Grace",
    "Hassan", "Helen", "Ines", "Jack", "Jordan", "Juan", "Kevin", "Laura", "Leo", "Li", "Linda", "Liu", "Lucia",
    "Lucy", "Maria", "Martin", "Miguel", "Mike", "Mohammed", "Nina", "Olga", "Pablo", "Paul", "Peter", "Priya",
    "Rosa", "Sarah", "Sofia", "Tom", "Tony", "Victor", "Vivian", "Wang", "Wei", "Yang", "Zhang",
)
_FAMILY = (
    "Brown", "Chan", "Davis", "Diaz", "Fernandez", "Garcia", "Gomez", "Huang", "Johnson", "Kim", "Lee", "Lin",
    "Lopez", "Martinez", "Meyer", "Miller", "Nguyen", "Novak", "Patel", "Perez", "Rivera", "Rossi", "Ruiz",
    "Sanchez", "Smith", "Torres", "Wong", "Wu", "Xu", "Zhao", "Zhou",
)
_FIRM_HEADS = (
    "Apex", "Bluewater", "Bright", "Cedar", "Delta", "Eastgate", "Everbright", "Golden", "Harbor", "Highland",
    "Jade", "Lakeside", "Lotus", "Metro", "Northern", "Nova", "Oakfield", "Orient", "Pacific", "Pioneer", "Prime",
    "Redstone", "Royal", "Silverline", "Summit", "Sunrise", "Union", "Vista", "Westlake",
)
_FIRM_TAILS = (
    "Foods", "Goods", "Hardware", "Home", "Imports", "Industrial", "Kitchen", "Lighting", "Logistics", "Motors",
    "Outdoor", "Packaging", "Solar", "Sourcing", "Supply", "Tech", "Textile", "Tools", "Trading",
)
_FIRM_FORMS = (
    "", "", "", " Co., Ltd.", " LLC", " Inc.", " S.A.", " GmbH", " Group",
)
_MONEY = (
    "${}", "${}", "${}", "US${}", "USD {}", "USD {}", "{} USD", "€{}", "EUR {}", "¥{}", "RMB {}", "£{}",
)
# fmt: on
_LENGTHS = {
    "cm": ("cm", "cm", "cm"),
    "mm": ("mm", "mm", "mm"),
    "m": ("m", "m", "m"),
    "in": ("inches", "英寸", "pulgadas"),
}
_WEIGHTS = ("g", "g", "kg", "kg", "kg", "lb", "t")
_SKU_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def filled(triple: Triple, rng: random.Random) -> Value:
    """The columns of `triple` with a fresh value in each slot."""
    values: dict[str, list[Value]] = {}
    for name in SLOT.findall(triple.columns[0]):
        values.setdefault(name, []).append(GENERATORS[name](rng))
    en, zh, es = (_fill(column, values, index) for index, column in enumerate(triple.columns))
    return en, zh, es


def _fill(column: str, values: dict[str, list[Value]], language: int) -> str:
    queues = {name: iter(drawn) for name, drawn in values.items()}
    return SLOT.sub(lambda match: next(queues[match[1]])[language], column)


def _everywhere(text: str) -> Value:
    return text, text, text


def _grouped(number: float, rng: random.Random) -> str:
    if isinstance(number, float):
        return f"{number:,.2f}"
    return f"{number:,}" if rng.random() < 0.65 else str(number)


def _quantity(rng: random.Random) -> Value:
    number = rng.choice(
        [
            rng.randint(1, 99),
            rng.randint(1, 20) * 50,
            rng.randint(1, 60) * 100,
            rng.randint(1, 50) * 1000,
            rng.randint(100, 99999),
        ]
    )
    return _everywhere(_grouped(number, rng))


def _price(rng: random.Random) -> Value:
    amount = rng.choice(
        [round(rng.uniform(0.05, 9.99), 2), round(rng.uniform(1, 500), 2), rng.randint(1, 99), rng.randint(100, 99999)]
    )
    return _everywhere(rng.choice(_MONEY).format(_grouped(amount, rng)))


def _percentage(rng: random.Random) -> Value:
    value = f"{rng.choice([rng.randint(1, 60), rng.randint(1, 20) * 5, round(rng.uniform(0.5, 20), 1)])}%"
    return value, value, value if rng.random() < 0.7 else value.replace("%", " %")


def _date(rng: random.Random) -> Value:
    month, day = rng.randrange(12), rng.randint(1, 28)
    return f"{_MONTHS_EN[month]} {day}", f"{month + 1}月{day}日", f"{day} de {_MONTHS_ES[month]}"


def _month(rng: random.Random) -> Value:
    month = rng.randrange(12)
    return _MONTHS_EN[month], f"{month + 1}月", _MONTHS_ES[month]


def sku(rng: random.Random) -> str:
    """A model number such as AB-1203."""
    shape = rng.choice(["{}{}-{}", "{}{}{}", "{}-{}{}", "{}{}/{}"])
    return shape.format(
        rng.choice(_SKU_LETTERS), rng.choice(["A", "B", "X", "T", "S", "L", ""]), rng.randint(10, 99999)
    )


def _size(rng: random.Random) -> Value:
    unit = _LENGTHS[rng.choice(["cm", "cm", "cm", "mm", "mm", "m", "in"])]
    numbers = [
        str(rng.choice([rng.randint(1, 200), round(rng.uniform(1, 60), 1)])) for _ in range(rng.choice([2, 3, 3]))
    ]
    figures = rng.choice([" x ", " x ", "x", "×", " × "]).join(numbers)
    en, zh, es = (f"{figures} {name}" for name in unit)
    return en, zh.replace(" 英寸", "英寸"), es


def _weight(rng: random.Random) -> Value:
    number = rng.choice([rng.randint(1, 999), round(rng.uniform(0.1, 50), 1)])
    return _everywhere(f"{number}{rng.choice(['', ' ', ' '])}{rng.choice(_WEIGHTS)}")


def _name(rng: random.Random) -> Value:
    return _everywhere(rng.choice(_GIVEN) + (f" {rng.choice(_FAMILY)}" if rng.random() < 0.4 else ""))


def _company(rng: random.Random) -> Value:
    return _everywhere(f"{rng.choice(_FIRM_HEADS)} {rng.choice(_FIRM_TAILS)}{rng.choice(_FIRM_FORMS)}")


@cache
def _words(file: str) -> tuple[Value, ...]:
    return tuple(triple.columns for triple in corpus.triples(file))


def _from_file(file: str) -> Callable[[random.Random], Value]:
    return lambda rng: rng.choice(_words(file))


def _one_of(values: tuple[str, ...]) -> Callable[[random.Random], Value]:
    return lambda rng: _everywhere(rng.choice(values))


GENERATORS: dict[str, Callable[[random.Random], Value]] = {
    "qty": _quantity,
    "price": _price,
    "pct": _percentage,
    "n": lambda rng: _everywhere(str(rng.randint(2, 60))),
    "date": _date,
    "month": _month,
    "sku": lambda rng: _everywhere(sku(rng)),
    "size": _size,
    "weight": _weight,
    "name": _name,
    "company": _company,
    "carrier": _one_of(_CARRIERS),
    "incoterm": _one_of(_INCOTERMS),
    "cert": _one_of(_CERTIFICATES),
    "product": _from_file("lex_product.tsv"),
    "material": _from_file("lex_material.tsv"),
    "color": _from_file("lex_color.tsv"),
    "city": _from_file("lex_city.tsv"),
    "country": _from_file("lex_country.tsv"),
}
