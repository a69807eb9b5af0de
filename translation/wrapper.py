"""What translators around another translator have in common: to the outside they are that other one."""

from __future__ import annotations

from translation.translator import EngineInfo, LanguagePair, Translator


class Wrapper:
    """Goes by the name of `translator`, serves its pairs and tells what it tells."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    @property
    def name(self) -> str:
        return self._translator.name

    def pairs(self) -> frozenset[LanguagePair]:
        return self._translator.pairs()

    def info(self) -> EngineInfo:
        return self._translator.info()
