"""Checks the message catalogues: every text of the sources is there, translated, with its placeholders.

    python tools/check_messages.py

Prints one line for each defect and exits 1 where there is one. Nothing in the tree is changed: texts are extracted from
a copy. Needs the programs of GNU gettext.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "chat" / "locale"
SOURCES = {"django": ROOT / "chat", "djangojs": ROOT / "static" / "js"}
"""What each domain is extracted from."""

KEYWORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])? (".*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
PLURAL_FORMS = re.compile(r"nplurals=(\d+)")

Key = tuple[str, str]
"""Context, empty where there is none, and msgid."""


@dataclass
class Entry:
    """A text of a catalogue."""

    context: str = ""
    msgid: str = ""
    plural: str = ""
    forms: list[str] = field(default_factory=list)
    """The translations: one, or one for each plural form."""
    is_fuzzy: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def parse(text: str) -> list[Entry]:
    """The entries of a catalogue, its header (an empty msgid) first. Obsolete ones are left out."""
    return [_entry(block) for block in re.split(r"\n\s*\n", text) if re.search(r"^msgid ", block, re.MULTILINE)]


def _entry(block: str) -> Entry:
    entry = Entry(is_fuzzy=bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE)))
    for keyword, text in _strings(block):
        if keyword == "msgstr":
            entry.forms.append(text)
        else:
            setattr(entry, {"msgctxt": "context", "msgid": "msgid", "msgid_plural": "plural"}[keyword], text)
    return entry


def _strings(block: str) -> Iterator[tuple[str, str]]:
    # A string may go on over the lines that follow; its escapes are those of Python.
    keyword, parts = "", [""]
    for line in block.splitlines():
        if match := KEYWORD.match(line):
            if keyword:
                yield keyword, "".join(parts)
            keyword, parts = match[1], [ast.literal_eval(match[2])]
        elif line.startswith('"'):
            parts.append(ast.literal_eval(line))
    yield keyword, "".join(parts)


def extract(domain: str, source: Path) -> set[Key]:
    """The texts that `source` marks for translation. Raises `CalledProcessError` where they cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(source, Path(folder, source.name), ignore=shutil.ignore_patterns("locale", "__pycache__"))
        Path(folder, "locale").mkdir()
        options = ["--all", "--keep-pot", "--no-location", "--verbosity", "0"]
        command = [sys.executable, "-m", "django", "makemessages", "--domain", domain, *options]
        subprocess.run(command, cwd=folder, env=_environment(), check=True, capture_output=True)  # noqa: S603
        template = Path(folder, "locale", f"{domain}.pot").read_text(encoding="utf-8")
    return {entry.key for entry in parse(template) if entry.msgid}


def _environment() -> dict[str, str]:
    # Without settings Django takes the folder for the project and writes beside the copy.
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def defects(catalogue: str, wanted: set[Key]) -> Iterator[str]:
    """What is wrong with a catalogue, a sentence each."""
    header, *entries = parse(catalogue)
    match = PLURAL_FORMS.search("".join(header.forms))
    plural_forms = int(match[1]) if match else 1
    for entry in entries:
        yield from (f"{problem}: {entry.msgid!r}" for problem in _problems(entry, plural_forms))
    for _, msgid in sorted(wanted - {entry.key for entry in entries}):
        yield f"not in the catalogue: {msgid!r}"


def _problems(entry: Entry, plural_forms: int) -> Iterator[str]:
    if entry.is_fuzzy:
        yield "fuzzy"
    if not all(entry.forms) or len(entry.forms) != (plural_forms if entry.plural else 1):
        yield "untranslated"
    elif not all(_placeholders(form) in _allowed(entry) for form in entry.forms):
        yield "placeholders differ"


def _allowed(entry: Entry) -> list[list[str]]:
    return [_placeholders(text) for text in (entry.msgid, entry.plural) if text]


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def main() -> int:
    found = []
    for domain, source in SOURCES.items():
        wanted = extract(domain, source)
        for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{domain}.po")):
            problems = defects(path.read_text(encoding="utf-8"), wanted)
            found += [f"{path.relative_to(ROOT)}: {problem}" for problem in problems]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
