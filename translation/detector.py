"""The language of a message: its author's setting, corrected by evidence. Offline.

The writing system decides first. Between languages of one system the words of `data/words.tsv` decide (the
commonest words of each language that the others do not share), and where they know none, py3langid restricted
to the plausible languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from threading import Lock

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from translation import codes, languages
from translation.scripts import SPACELESS, Script, script_of_letter

WORDS_FILE = Path(__file__).with_name("data") / "words.tsv"

UNIVERSAL = "und"
"""The code, in the file, of words that every language of trade uses: no evidence for any."""

LETTERS_PER_WORD = 1.5
"""Letters of Han, Kana or Thai that weigh as much as one word of a script with spaces."""

MIN_PROBABILITY = 0.85
"""Of py3langid, for going against the author's setting."""
MIN_WORDS_FOR_MODEL = 3
"""Below that py3langid guesses: it takes `hola` for English."""

MIN_LEAD = 1.5
"""How many times as many known words the best language needs as the next."""
MIN_SHARE = 0.2
"""Of all words, that must be known words of a language before it overrides the author's setting."""
MIN_WORDS_SHOUTED = 3
"""From here on a message in capitals is shouted, not a row of acronyms."""
MAX_ACRONYM_LETTERS = 5
"""Words in capitals up to this length (MOQ, DHL) are names, not evidence."""

_LONE_WORDS = frozenset("aiyo")
_SPANISH_SIGNS = frozenset("¿¡")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


Words = dict[Script, list[str]]
"""The real words of a text, by their script; of a script without spaces, its letters."""


@dataclass(frozen=True, slots=True)
class Detection:
    """The language found, and whether the text itself gave the evidence for it."""

    language: str
    certain: bool


def detect(text: str, expected: str, plausible: Iterable[str]) -> str:
    """The language of `text`: one of `plausible`, or `expected` where the text gives no good evidence."""
    return examine(text, expected, plausible).language


def examine(text: str, expected: str, plausible: Iterable[str]) -> Detection:
    """Like `detect`, telling also whether the answer rests on evidence or on the author's setting alone."""
    words = _words(text)
    candidates = [code for code in dict.fromkeys([expected, *plausible]) if languages.is_known(code)]
    for script in _scripts_by_weight(words):
        writers = [code for code in candidates if script in languages.get(code).scripts]
        if not writers:
            continue
        if script in SPACELESS:
            return _among_spaceless(words, writers, expected)
        hints = _SPANISH_SIGNS.intersection(text) and ["es"]
        return _among_spaced(words[script], writers, expected, hints or ())
    return Detection(expected, certain=False)


def _words(text: str) -> Words:
    """The words of `text` that say something about its language: no addresses, codes, acronyms."""
    found: Words = {}
    shouted = text.isupper() and len(text.split()) >= MIN_WORDS_SHOUTED
    runs = chain.from_iterable(_runs(word) for word in _WORD.findall(_without_codes(text)))
    for part, script in runs:
        if not _says_nothing(part, shouted=shouted):
            found.setdefault(script, []).extend(part if script in SPACELESS else [part])
    if not SPACELESS.isdisjoint(found):
        # Beside Han or Kana, capitals mark names, and names are kept in the author's own language.
        found[Script.LATIN] = [word for word in found.get(Script.LATIN, []) if word.islower()]
    return {script: words for script, words in found.items() if words}


def _says_nothing(word: str, *, shouted: bool) -> bool:
    if not word.isascii():
        return False
    acronym = word.isupper() and len(word) <= MAX_ACRONYM_LETTERS and not shouted
    return acronym or word.lower() in _word_lists()[UNIVERSAL] or (len(word) == 1 and word.lower() not in _LONE_WORDS)


def _without_codes(text: str) -> str:
    for code in reversed(list(codes.find(text))):
        text = text[: code.start] + " " + text[code.end :]
    return text


def _runs(word: str) -> Iterable[tuple[str, Script]]:
    """Cut a word where its script changes: `FOB价格` is two."""
    for script, letters in groupby(word, key=_script_or_latin):
        yield "".join(letters), script


def _script_or_latin(letter: str) -> Script:
    return script_of_letter(letter) or Script.LATIN


def _scripts_by_weight(words: Words) -> list[Script]:
    """The scripts of a text, the one with most words first."""
    weights = Counter({s: len(found) / (LETTERS_PER_WORD if s in SPACELESS else 1) for s, found in words.items()})
    if Script.KANA in weights and Script.HAN in weights:
        weights[Script.KANA] += weights.pop(Script.HAN)
    return [script for script, _ in weights.most_common()]


def _among_spaceless(words: Words, writers: Sequence[str], expected: str) -> Detection:
    """Han is Chinese unless Kana stands with it; the author's own language wins a tie."""
    if expected in writers:
        return Detection(expected, certain=len(writers) == 1 or Script.KANA in words)
    by_habit = sorted(writers, key=lambda code: len(languages.get(code).scripts))
    return Detection(by_habit[0], certain=True)


def _among_spaced(words: Sequence[str], writers: Sequence[str], expected: str, hints: Iterable[str]) -> Detection:
    scores = _scores(words, writers)
    scores.update(hint for hint in hints if hint in writers)
    best = max(writers, key=lambda code: (scores[code], code == expected))
    others = max((scores[code] for code in writers if code != best), default=0)
    if scores[best] > others * MIN_LEAD:
        enough = best == expected or scores[best] >= len(words) * MIN_SHARE
        return Detection(best, certain=True) if enough else Detection(expected, certain=False)
    return _by_model(words, writers, expected)


def _scores(words: Sequence[str], writers: Sequence[str]) -> Counter[str]:
    """For each language, how many of the words are among its own common ones and no other writer's."""
    lists = _word_lists()
    scores: Counter[str] = Counter()
    for word in words:
        folded = word.lower().replace("’", "'")
        owners = [code for code in writers if folded in lists.get(languages.get(code).code, frozenset())]
        if len(owners) == 1:
            scores[owners[0]] += 1
    return scores


def _by_model(words: Sequence[str], writers: Sequence[str], expected: str) -> Detection:
    foreign = expected not in writers and not all(word.istitle() for word in words)
    ranked = _rank(" ".join(words), writers) if foreign or len(words) >= MIN_WORDS_FOR_MODEL else []
    if ranked and (foreign or ranked[0][1] >= MIN_PROBABILITY):
        return Detection(ranked[0][0], certain=not foreign)
    return Detection(expected, certain=False)


def _rank(text: str, writers: Sequence[str]) -> list[tuple[str, float]]:
    """The writers that py3langid knows, with their probabilities, the likeliest first."""
    identifier = _identifier()
    known = sorted(set(writers) & set(identifier.labels))
    if len(known) < len(writers):
        return []
    # The restriction is state of the identifier, which all threads share.
    with _IDENTIFIER_LOCK:
        identifier.set_languages(known)
        ranked: list[tuple[str, float]] = identifier.rank(text)
        identifier.set_languages(None)
    return ranked


_IDENTIFIER_LOCK = Lock()


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists = {}
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        code, _, words = line.partition("\t")
        lists[code] = frozenset(words.split())
    return {code: words | _unaccented(words, lists) for code, words in lists.items()}


def _unaccented(words: frozenset[str], lists: dict[str, frozenset[str]]) -> frozenset[str]:
    """Words as typed in haste, without accents, where no language has such a word already."""
    bare = (unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode() for word in words)
    return frozenset(word for word in bare if not any(word in others for others in lists.values()))
