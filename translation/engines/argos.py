"""Argos packages by CTranslate2, as installed in a `PackStore`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence

from translation.alternatives import NBest
from translation.engines.argos_model import ArgosModel, Weights, load_model, weights_key
from translation.packs import Pack, PackKind, PackStore
from translation.translator import Context, EngineInfo, Hypothesis, LanguagePair, PairUnavailable

DEFAULT_BEAM = 2
WIDER_BEAM = 4


class ArgosModels:
    """The models in memory: each is loaded on first use, once, and dropped when its pack was replaced or is idle."""

    def __init__(
        self,
        store: PackStore,
        cores: int | None = None,
        idle_s: float | None = None,
        kind: PackKind | None = None,
    ) -> None:
        self._store = store
        self._kind = kind
        self._threads = cores or os.cpu_count() or 1
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._names: frozenset[str] | None = None
        self._packs: dict[LanguagePair, Pack] = {}
        self._models: dict[LanguagePair, ArgosModel] = {}
        self._used_at: dict[LanguagePair, float] = {}

    def packs(self) -> dict[LanguagePair, Pack]:
        """The pack of each pair, as the folder stands at this moment."""
        with self._lock:
            self._look_again()
            return dict(self._packs)

    def loaded(self) -> list[ArgosModel]:
        """The models in memory."""
        with self._lock:
            self._drop_idle()
            return list(self._models.values())

    def get(self, pair: LanguagePair) -> ArgosModel:
        """The model of `pair`, loaded if need be. Raises `PairUnavailable` or `EngineError`."""
        with self._lock:
            self._look_again()
            if pair not in self._packs:
                raise PairUnavailable(pair)
            self._used_at[pair] = time.monotonic()
            self._drop_idle()
            if pair not in self._models:
                self._models[pair] = self._load(self._packs[pair])
            return self._models[pair]

    def _look_again(self) -> None:
        names = self._store.names()
        if names == self._names:
            return
        self._names, self._packs = names, self._store.best(self._kind)
        self._models = {pair: model for pair, model in self._models.items() if self._packs.get(pair) == model.pack}

    def _load(self, pack: Pack) -> ArgosModel:
        return load_model(pack, self._threads, self._weights_like(pack))

    def _weights_like(self, pack: Pack) -> Weights | None:
        key = weights_key(pack)
        return next((model.weights for model in self._models.values() if weights_key(model.pack) == key), None)

    def _drop_idle(self) -> None:
        if self._idle_s is None:
            return
        oldest = time.monotonic() - self._idle_s
        # Calls under way hold their model themselves; the memory goes with the last of them.
        self._models = {pair: model for pair, model in self._models.items() if self._used_at[pair] >= oldest}


class ArgosTranslator:
    """Translates by the packs of `store`, of which it notices changes.

    `beam` is how many hypotheses are followed: more is slower and a little better. `cores` is how many texts
    are translated at once (all of the machine's when None). `idle_s` drops models that nobody used for so long.
    `kind` leaves out the packs of the other kind; `name` is what the engine is called in rankings.
    """

    def __init__(
        self,
        store: PackStore,
        beam: int = DEFAULT_BEAM,
        *,
        cores: int | None = None,
        idle_s: float | None = None,
        kind: PackKind | None = None,
        name: str = "argos",
        models: ArgosModels | None = None,
    ) -> None:
        self.name = name
        self._models = models or ArgosModels(store, cores, idle_s, kind)
        self._store = store
        self._beam = beam

    def wider(self, beam: int = WIDER_BEAM) -> ArgosTranslator:
        """The same models, searched more thoroughly: for a second look at what went wrong."""
        return ArgosTranslator(self._store, beam, name=self.name, models=self._models)

    def pairs(self) -> frozenset[LanguagePair]:
        return frozenset(self._models.packs())

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        model = self._models.get(pair)
        translated = model.translate(texts, self._beam, context.forced_prefix if context else "")
        return [NBest(best[0], model.pack.label, others=tuple(best[1:])) for best in translated]

    def info(self) -> EngineInfo:
        loaded = self._models.loaded()
        weights = {id(model.weights): model.weights for model in loaded}
        return EngineInfo(
            name=self.name,
            pairs=self.pairs(),
            loaded=frozenset(model.pack.pair for model in loaded),
            memory_bytes=sum(one.memory_bytes for one in weights.values()),
        )
