"""Finds translations that are no translations: loops, copies, answers, notes, parts, a lost "not"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from translation import chatter, codes, completeness, detector, languages, negation, places
from translation.scripts import SPACELESS, Script, count_scripts, script_of_letter
from translation.translator import Check, LanguagePair, Reason

MAX_TIMES_IN_A_ROW = {1: 4, 2: 3, 3: 3, 4: 2}
"""How often words may stand in a row, by the length of what is repeated; the last holds for longer stretches too."""
MAX_STRETCH_WORDS = 20
"""Longer stretches that repeat are caught as phrases."""
MAX_TIMES_OF_A_PHRASE = 3
"""How often four words may occur anywhere."""
PHRASE_WORDS = 4

MAX_FOREIGN_LETTERS = 1
MAX_FOREIGN_WORDS_SHARE = 0.5
MIN_COPIED_WORDS = 2
"""One word alone (`total`, `no`) can be the same in two languages."""
MIN_COPIED_ROW = 2
"""So many words of the original in a row are no coincidence."""

_STUTTER = re.compile(r"([^\W\d_]{2,6}?)\1{3,}")
"""Stackableableableable."""
_UNIT = re.compile(r"(?<=\d)\s?[A-Za-z]{1,4}(?:/[A-Za-z]{1,4})*(?![A-Za-z])")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


def inspect(original: str, translation: str, pair: LanguagePair) -> tuple[Check, ...]:
    """The reasons, if any, why `translation` must not be shown as a translation of `original`."""
    findings = {
        Reason.REPEATED: _repeats(original, translation),
        Reason.COPIED: _is_copied(original, translation, pair),
        Reason.WRONG_SCRIPT: _is_foreign(original, translation, pair),
        Reason.LENGTH: completeness.is_cut(original, translation, pair.source, pair.target),
        Reason.ADDED: completeness.is_padded(original, translation, pair.source, pair.target)
        or chatter.adds(original, translation),
        Reason.ANSWERED: chatter.answers(original, translation),
        Reason.NEGATION: negation.differs(original, translation, pair.source, pair.target),
        Reason.FIGURES_MOVED: places.moved(original, translation, pair),
    }
    return tuple(Check(reason) for reason, found in findings.items() if found)


def _repeats(original: str, translation: str) -> bool:
    source, target = _tokens(original), _tokens(translation)
    if _STUTTER.search(translation) and not _STUTTER.search(original):
        return True
    for length in range(1, MAX_STRETCH_WORDS + 1):
        allowed = MAX_TIMES_IN_A_ROW.get(length, MAX_TIMES_IN_A_ROW[max(MAX_TIMES_IN_A_ROW)])
        times = _times_in_a_row(target, length)
        if times > allowed and times > _times_in_a_row(source, length):
            return True
    return _times_of_a_phrase(target) > max(MAX_TIMES_OF_A_PHRASE, _times_of_a_phrase(source))


def _tokens(text: str) -> list[str]:
    """Words, and each letter of scripts without spaces."""
    return [part for word in _TOKEN.findall(text.lower()) for part in _letters_or_word(word)]


def _letters_or_word(word: str) -> Iterator[str]:
    if script_of_letter(word[0]) in SPACELESS:
        yield from word
    else:
        yield word


def _times_in_a_row(tokens: list[str], length: int) -> int:
    """The most times that a stretch of `length` tokens follows itself."""
    best = run = 1
    same = 0
    for i in range(length, len(tokens)):
        same = same + 1 if tokens[i] == tokens[i - length] else 0
        run = same // length + 1
        best = max(best, run)
    return best


def _times_of_a_phrase(tokens: list[str]) -> int:
    phrases = Counter(tuple(tokens[i : i + PHRASE_WORDS]) for i in range(len(tokens) - PHRASE_WORDS + 1))
    return max(phrases.values(), default=0)


def _is_copied(original: str, translation: str, pair: LanguagePair) -> bool:
    """Whether the words are still those of the source language."""
    words = _plain_words(original)
    if _plain_words(translation) == words and len(set(words)) >= MIN_COPIED_WORDS:
        return True
    if words and script_of_letter(words[0][0]) not in SPACELESS and _share_a_row(words, _plain_words(translation)):
        return True
    if languages.get(pair.source).script is not languages.get(pair.target).script:
        return False
    found = detector.examine(translation, pair.target, [pair.source, pair.target])
    return found.certain and found.language == pair.source and len(words) > MIN_COPIED_WORDS


def _share_a_row(words: list[str], others: list[str]) -> bool:
    return not _rows(words).isdisjoint(_rows(others))


def _rows(words: list[str]) -> set[tuple[str, ...]]:
    rows = {tuple(words[i : i + MIN_COPIED_ROW]) for i in range(len(words) - MIN_COPIED_ROW + 1)}
    return {row for row in rows if len(set(row)) == MIN_COPIED_ROW}


def _plain_words(text: str) -> list[str]:
    """The words that a translation should change: neither codes nor units nor names nor acronyms."""
    words = re.findall(r"[^\W\d_]+", _UNIT.sub(" ", _without_codes(text)))
    return [word for word in words if len(word) > 1 and not _is_name(word)]


def _is_name(word: str) -> bool:
    return script_of_letter(word[0]) is Script.LATIN and not word.islower()


def _without_codes(text: str) -> str:
    for code in reversed(list(codes.find(text))):
        text = text[: code.start] + " " + text[code.end :]
    return text


def _is_foreign(original: str, translation: str, pair: LanguagePair) -> bool:
    """Whether the text is not written as the target language is."""
    target = languages.get(pair.target)
    counts = count_scripts(translation)
    if target.script is Script.LATIN:
        copied = Counter() if pair.source in ("zh", "ja") else count_scripts(original)
        return sum(counts.values()) - counts[Script.LATIN] - copied.total() + copied[Script.LATIN] > MAX_FOREIGN_LETTERS
    own = sum(counts[script] for script in target.scripts)
    foreign = len(
        [word for word in _plain_words(translation) if script_of_letter(word[0]) is Script.LATIN and len(word) > 2]
    )
    if not own:
        return foreign >= 1 or len(_plain_words(original)) >= MIN_COPIED_WORDS
    return foreign > 2 and foreign > own / (2 if target.script in SPACELESS else 5) * MAX_FOREIGN_WORDS_SHARE
