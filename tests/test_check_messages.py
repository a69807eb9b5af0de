"""The check of the message catalogues finds what it promises to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check_messages

HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def defects_of(entry: str, *wanted: tuple[str, str]) -> list[str]:
    return list(check_messages.defects(HEADER + entry, set(wanted)))


def test_a_whole_catalogue_has_no_defect() -> None:
    entry = 'msgctxt "a page"\nmsgid "Open %(name)s"\nmsgstr ""\n"Abrir "\n"%(name)s"\n'
    assert defects_of(entry, ("a page", "Open %(name)s")) == []


@pytest.mark.parametrize(
    ("entry", "defect"),
    [
        ('msgid "Save"\nmsgstr ""\n', "untranslated: 'Save'"),
        ('#, fuzzy\nmsgid "Save"\nmsgstr "Guardar"\n', "fuzzy: 'Save'"),
        ('msgid "%(n)s h"\nmsgstr "%(m)s h"\n', "placeholders differ: '%(n)s h'"),
        ('msgid "%(n)s h"\nmsgstr "h"\n', "placeholders differ: '%(n)s h'"),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s día"\n', "untranslated: '%(n)s day'"),
    ],
)
def test_each_defect_is_named(entry: str, defect: str) -> None:
    assert defects_of(entry) == [defect]


def test_a_text_with_another_context_is_not_in_the_catalogue() -> None:
    entry = 'msgctxt "a page"\nmsgid "Open"\nmsgstr "Abrir"\n'
    assert defects_of(entry, ("", "Open")) == ["not in the catalogue: 'Open'"]


def test_an_obsolete_text_does_not_count() -> None:
    entry = '#~ msgid "Save"\n#~ msgstr "Guardar"\n'
    assert defects_of(entry, ("", "Save")) == ["not in the catalogue: 'Save'"]


def test_texts_of_templates_python_and_scripts_are_extracted(tmp_path: Path) -> None:
    pages, scripts = tmp_path / "pages", tmp_path / "js"
    pages.mkdir()
    scripts.mkdir()
    (pages / "a.html").write_text('{% load i18n %}{% translate "Open" context "a page" %}')
    (pages / "a.py").write_text('_("Save")')
    (scripts / "a.js").write_text('gettext("Send")')
    assert check_messages.extract("django", pages) == {("a page", "Open"), ("", "Save")}
    assert check_messages.extract("djangojs", scripts) == {("", "Send")}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.html", "a.js", "a.py", "js", "pages"]
