"""The Argos engine on the real starter packs."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ctranslate2
import pytest

from translation.alternatives import NBest
from translation.engines.argos import ArgosModels, ArgosTranslator
from translation.engines.argos_model import MAX_POSITIONS, load_model
from translation.packs import PackError, PackStore
from translation.translator import Context, EngineError, LanguagePair, PairUnavailable

EN_ZH, ZH_EN, EN_ES, ES_EN = (LanguagePair(*pair.split("-")) for pair in ("en-zh", "zh-en", "en-es", "es-en"))
LINES = ["What is the lead time?", "We need 500 pieces of the red bottle.", "Thank you for the sample."]


@pytest.fixture
def own_store(tmp_path: Path) -> PackStore:
    store = PackStore(tmp_path)
    store.install_starter()
    return store


def test_it_names_the_pack_that_translated(argos: ArgosTranslator) -> None:
    assert argos.translate(["Hello."], EN_ZH)[0].engine == "argos:en_zh-0.3-starter"


def test_an_underscore_survives(argos: ArgosTranslator) -> None:
    assert "AB_12" in argos.translate(["The code is AB_12."], EN_ES)[0].text


def test_sharing_the_weights_changes_no_translation(argos: ArgosTranslator, store: PackStore) -> None:
    for pair in (EN_ZH, EN_ES):
        pack = store.best()[pair]
        plain = ctranslate2.Translator(str(pack.folder / "model"), compute_type="int8")
        pieces = load_model(pack, threads=1).weights.tokenizer
        results = plain.translate_batch(
            [pieces.encode(line) for line in LINES], beam_size=2, num_hypotheses=2, length_penalty=0.2
        )
        expected = [pieces.decode(result.hypotheses[0]) for result in results]
        assert [one.text for one in argos.translate(LINES, pair)] == expected


def test_the_starter_packs_are_in_memory_once(own_store: PackStore) -> None:
    models = ArgosModels(own_store)
    weights = {id(models.get(pair).weights) for pair in (EN_ZH, ZH_EN, EN_ES, ES_EN)}
    assert len(weights) == 1


def test_memory_is_measured_once_for_what_is_shared(own_store: PackStore) -> None:
    argos = ArgosTranslator(own_store)
    argos.translate(["Hello."], EN_ZH)
    alone = argos.info().memory_bytes
    argos.translate(["你好。"], ZH_EN)
    assert argos.info().memory_bytes == alone > 0
    assert argos.info().loaded == {EN_ZH, ZH_EN}


def test_many_first_callers_load_a_model_once(own_store: PackStore) -> None:
    models = ArgosModels(own_store)
    with ThreadPoolExecutor(8) as pool:
        loaded = {id(model) for model in pool.map(models.get, [EN_ZH] * 8)}
    assert len(loaded) == 1


def test_a_forced_prefix_begins_the_translation(argos: ArgosTranslator) -> None:
    context = Context(forced_prefix="What is the lowest")
    [translated] = argos.translate(["¿Cuál es su mejor precio?"], ES_EN, context)
    assert translated.text.startswith("What is the lowest ")


def test_an_endless_forced_prefix_is_left_out(argos: ArgosTranslator) -> None:
    [translated] = argos.translate(["¿Cuál es su mejor precio?"], ES_EN, Context(forced_prefix="very " * 400))
    assert not translated.text.startswith("very very")


def test_the_runners_up_come_along(argos: ArgosTranslator) -> None:
    [translated] = argos.wider(4).translate([LINES[1]], EN_ZH)
    assert isinstance(translated, NBest)
    assert len({translated.text, *translated.others}) == 4


def test_a_loop_ends(argos: ArgosTranslator) -> None:
    [translated] = argos.translate(["a " * 100], EN_ES)
    assert len(translated.text.split()) <= MAX_POSITIONS


def test_a_pack_that_comes_is_noticed_and_one_that_goes_too(tmp_path: Path, store: PackStore) -> None:
    own = PackStore(tmp_path)
    argos = ArgosTranslator(own)
    assert argos.pairs() == frozenset()
    own.install_starter()
    assert argos.translate(["Hello."], EN_ZH)[0].text
    own.remove(own.best()[EN_ZH])
    with pytest.raises(PairUnavailable):
        argos.translate(["Hello."], EN_ZH)
    assert argos.info().loaded == frozenset()


def test_idle_models_are_dropped(own_store: PackStore) -> None:
    argos = ArgosTranslator(own_store, idle_s=0.05)
    argos.translate(["Hello."], EN_ZH)
    time.sleep(0.1)
    assert argos.info().loaded == frozenset()
    assert argos.translate(["Hello."], EN_ZH)[0].text


def test_a_pack_that_cannot_be_loaded_says_so(own_store: PackStore) -> None:
    pack = own_store.best()[EN_ZH]
    (pack.folder / "model" / "model.bin").unlink()  # a link: the other packs keep theirs
    (pack.folder / "model" / "model.bin").write_bytes(b"nonsense")
    with pytest.raises(EngineError, match="en_zh") as raised:
        ArgosTranslator(own_store).translate(["Hello."], EN_ZH)
    assert raised.value.permanent


def test_a_package_with_byte_pair_encoding_is_read(own_store: PackStore) -> None:
    pack = own_store.best()[EN_ES]
    (pack.folder / "sentencepiece.model").unlink()
    (pack.folder / "bpe.model").write_text("#version: 0.2\nh e\nhe l\n", encoding="utf-8")
    pieces = load_model(pack, threads=1).weights.tokenizer
    assert "hel@@" in pieces.encode("hello there")
    assert pieces.decode(pieces.encode("hello there")) == "hello there"


def test_a_pack_without_tokenizer_is_none(own_store: PackStore) -> None:
    folder = own_store.best()[EN_ES].folder
    (folder / "sentencepiece.model").unlink()
    assert EN_ES not in own_store.best()
    shutil.rmtree(folder)
    with pytest.raises(PackError):
        own_store.install_file(folder)
