"""The languages that can be chosen, each with its own name, its scripts and its direction."""

from __future__ import annotations

from dataclasses import dataclass

from translation.scripts import Script, script_of

__all__ = ["ALL", "Language", "UnknownLanguageError", "get", "is_known", "script_of"]


class UnknownLanguageError(KeyError):
    """No language of the table has this code."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, by its BCP 47 code."""

    code: str
    own_name: str
    name: str
    """The name in English."""
    scripts: tuple[Script, ...] = (Script.LATIN,)
    """The first is the principal one."""
    rtl: bool = False

    @property
    def script(self) -> Script:
        """The principal script."""
        return self.scripts[0]


ALL: tuple[Language, ...] = (
    Language("en", "English", "English"),
    Language("zh", "中文", "Chinese", (Script.HAN,)),
    Language("es", "Español", "Spanish"),
    Language("ar", "العربية", "Arabic", (Script.ARABIC,), rtl=True),
    Language("bn", "বাংলা", "Bengali", (Script.BENGALI,)),
    Language("bg", "Български", "Bulgarian", (Script.CYRILLIC,)),
    Language("ca", "Català", "Catalan"),
    Language("cs", "Čeština", "Czech"),
    Language("da", "Dansk", "Danish"),
    Language("de", "Deutsch", "German"),
    Language("el", "Ελληνικά", "Greek", (Script.GREEK,)),
    Language("fa", "فارسی", "Persian", (Script.ARABIC,), rtl=True),
    Language("fi", "Suomi", "Finnish"),
    Language("fr", "Français", "French"),
    Language("he", "עברית", "Hebrew", (Script.HEBREW,), rtl=True),
    Language("hi", "हिन्दी", "Hindi", (Script.DEVANAGARI,)),
    Language("hu", "Magyar", "Hungarian"),
    Language("id", "Bahasa Indonesia", "Indonesian"),
    Language("it", "Italiano", "Italian"),
    Language("ja", "日本語", "Japanese", (Script.KANA, Script.HAN)),
    Language("ko", "한국어", "Korean", (Script.HANGUL, Script.HAN)),
    Language("ms", "Bahasa Melayu", "Malay"),
    Language("nb", "Norsk bokmål", "Norwegian Bokmål"),
    Language("nl", "Nederlands", "Dutch"),
    Language("pl", "Polski", "Polish"),
    Language("pt", "Português", "Portuguese"),
    Language("ro", "Română", "Romanian"),
    Language("ru", "Русский", "Russian", (Script.CYRILLIC,)),
    Language("sk", "Slovenčina", "Slovak"),
    Language("sv", "Svenska", "Swedish"),
    Language("th", "ไทย", "Thai", (Script.THAI,)),
    Language("tr", "Türkçe", "Turkish"),
    Language("uk", "Українська", "Ukrainian", (Script.CYRILLIC,)),
    Language("ur", "اردو", "Urdu", (Script.ARABIC,), rtl=True),
    Language("vi", "Tiếng Việt", "Vietnamese"),
)

_BY_CODE = {language.code: language for language in ALL}


def get(code: str) -> Language:
    """The language of a BCP 47 tag; a region or script subtag is ignored (`es-MX` is `es`).

    Raises `UnknownLanguageError` where the table has none.
    """
    primary = code.replace("_", "-").split("-", 1)[0].lower()
    try:
        return _BY_CODE[primary]
    except KeyError:
        raise UnknownLanguageError(code) from None


def is_known(code: str) -> bool:
    """Whether `get(code)` finds a language."""
    return code.replace("_", "-").split("-", 1)[0].lower() in _BY_CODE
