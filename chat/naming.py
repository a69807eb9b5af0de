"""What languages are called: their own name in labels, their name in the interface language in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from translation import languages
from translation.scripts import SPACELESS, script_of_letter

NAMES = (
    gettext_noop("English"),
    gettext_noop("Chinese"),
    gettext_noop("Spanish"),
    gettext_noop("Arabic"),
    gettext_noop("Bengali"),
    gettext_noop("Bulgarian"),
    gettext_noop("Catalan"),
    gettext_noop("Czech"),
    gettext_noop("Danish"),
    gettext_noop("German"),
    gettext_noop("Greek"),
    gettext_noop("Persian"),
    gettext_noop("Finnish"),
    gettext_noop("French"),
    gettext_noop("Hebrew"),
    gettext_noop("Hindi"),
    gettext_noop("Hungarian"),
    gettext_noop("Indonesian"),
    gettext_noop("Italian"),
    gettext_noop("Japanese"),
    gettext_noop("Korean"),
    gettext_noop("Malay"),
    gettext_noop("Norwegian Bokmål"),
    gettext_noop("Dutch"),
    gettext_noop("Polish"),
    gettext_noop("Portuguese"),
    gettext_noop("Romanian"),
    gettext_noop("Russian"),
    gettext_noop("Slovak"),
    gettext_noop("Swedish"),
    gettext_noop("Thai"),
    gettext_noop("Turkish"),
    gettext_noop("Ukrainian"),
    gettext_noop("Urdu"),
    gettext_noop("Vietnamese"),
)
"""The English names of `translation.languages`, which knows no catalogues, marked for them here."""


def own_name(code: str) -> str:
    """`中文` for `zh`; the code itself where the language is not known."""
    return languages.get(code).own_name if languages.is_known(code) else code


def language_name(code: str) -> str:
    """`Chinese` for `zh`, in the current language; the code itself where the language is not known."""
    return _(languages.get(code).name) if languages.is_known(code) else code


def initials(name: str) -> str:
    """`LW` for `Li Wei`, `L` for `Lucía`, the last two characters of a name in a script without spaces."""
    words = name.split()
    if not words:
        return ""
    if len(words) == 1:
        return words[0][-2:] if script_of_letter(words[0][0]) in SPACELESS else words[0][:1].upper()
    return (words[0][0] + words[-1][0]).upper()


ENGINES = {
    "memory": gettext_noop("Translation memory"),
    "phrasebook": gettext_noop("Phrase book"),
    "argos": gettext_noop("Language pack"),
    "starter": gettext_noop("Starter pack"),
    "llama": gettext_noop("Language model"),
    "openai": gettext_noop("Language model"),
    "verbatim": gettext_noop("As written"),
}


def engine_words(label: str) -> str:
    """An engine's label such as `llama:qwen2.5` or `memory+argos:en_zh` in words, as in `engine-words.js`."""
    return " + ".join(_engine_word(part) for part in label.split("+") if part)


def _engine_word(label: str) -> str:
    kind, _colon, model = label.partition(":")
    named = _(ENGINES[kind]) if kind in ENGINES else kind
    return f"{named} ({model})" if model else named
