"""Writes the four starter packs, ordinary Argos packages around one set of weights."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from translation.packfile import write_metadata
from translation.translator import LanguagePair

STARTER = Path(__file__).parent / "starter"
STARTER_VERSION = "0.3"
STARTER_PAIRS = tuple(LanguagePair(*pair) for pair in (("en", "zh"), ("zh", "en"), ("en", "es"), ("es", "en")))
_NAMES = {"en": "English", "zh": "Chinese", "es": "Spanish"}
_SHARED = ("model/model.bin", "model/shared_vocabulary.json", "sentencepiece.model", "README.md")


def write_starter(pair: LanguagePair, folder: Path, twin: Path | None = None) -> None:
    """Write the starter pack of `pair` into the new `folder`, linking the files it has in common with `twin`."""
    (folder / "model").mkdir(parents=True)
    for part in _SHARED:
        _link_or_copy((twin or STARTER) / part, folder / part, link=twin is not None)
    _write_config(pair, folder)
    write_metadata(folder, pair, STARTER_VERSION, _NAMES)


def _link_or_copy(source: Path, target: Path, *, link: bool) -> None:
    # Only packs are linked to one another: the project's own files stay apart from what is installed.
    if link:
        try:
            os.link(source, target)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    shutil.copyfile(source, target)


def _write_config(pair: LanguagePair, folder: Path) -> None:
    config = json.loads((STARTER / "model" / "config.json").read_text(encoding="utf-8"))
    config["decoder_start_token"] = f">>{pair.target}<<"
    (folder / "model" / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
