"""What an organization's people corrected comes again in its conversations, with the new figures, and nowhere else."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat import jobs, memories
from chat.access import organization_of
from chat.actions import corrections
from chat.models import MemoryLine, Message, Organization, Translation, User
from tests.cast import Cast, make_inquiry, make_organization, make_person, say
from translation.memory import Line
from translation.translator import LanguagePair

EN_ZH = LanguagePair("en", "zh")
PECULIAR = "The violet giraffe needs 300 hats."


def translated(message: Message) -> Translation:
    jobs.drain()
    return message.translations.get(language="zh")


def corrected(cast: Cast, by: User) -> None:
    message = say(cast.jordan, cast.thread, PECULIAR)
    corrections.correct(by, cast.thread.pk, message.pk, 1, "zh", "紫色的长颈鹿需要300顶帽子。")


def organization(user: User) -> Organization:
    found = organization_of(user)
    assert found
    return found


def test_a_corrected_line_comes_again_with_its_own_figures_and_says_where_from(cast: Cast) -> None:
    corrected(cast, cast.liwei)
    row = translated(say(cast.jordan, cast.thread, "the violet giraffe needs 1,250 hats"))
    assert (row.text, row.engine, row.checks) == ("紫色的长颈鹿需要1,250顶帽子。", "memory", [])


def test_a_translation_that_was_confirmed_comes_again_too(cast: Cast) -> None:
    row = translated(say(cast.jordan, cast.thread, PECULIAR))
    assert row.engine != "memory"
    for _ in range(2):
        corrections.correct(cast.liwei, cast.thread.pk, row.message_id, 1, "zh", row.text)
    again = translated(say(cast.jordan, cast.thread, PECULIAR))
    assert (again.text, again.engine) == (row.text, "memory")
    assert not cast.thread.events.filter(type="translation.corrected").exists()


def test_it_comes_again_in_other_conversations_of_the_organization(cast: Cast) -> None:
    corrected(cast, cast.liwei)
    rosa = make_person("Rosa", "en", make_organization("Another Buyer", is_buyer=True))
    thread = make_inquiry(rosa, [organization(cast.liwei)]).threads.get()
    assert translated(say(rosa, thread, PECULIAR)).engine == "memory"


def test_it_never_comes_in_those_of_another(cast: Cast) -> None:
    corrected(cast, cast.liwei)
    rosa = make_person("Rosa", "en", make_organization("Another Buyer", is_buyer=True))
    make_person("Wang", "zh", organization(cast.olga))
    thread = make_inquiry(rosa, [organization(cast.olga)]).threads.get()
    row = translated(say(rosa, thread, PECULIAR))
    assert row.engine != "memory"
    assert "长颈鹿" not in row.text


def test_the_readers_own_wording_comes_before_the_writers(cast: Cast) -> None:
    memories.remember(organization(cast.jordan), [Line(PECULIAR, "买方：300顶。")], EN_ZH)
    memories.remember(organization(cast.liwei), [Line(PECULIAR, "卖方：300顶。")], EN_ZH)
    assert translated(say(cast.jordan, cast.thread, PECULIAR)).text == "卖方：300顶。"


def test_the_newest_wording_takes_the_place_of_the_older(cast: Cast) -> None:
    supplier = organization(cast.liwei)
    for target in ("旧的300。", "新的300。"):
        memories.remember(supplier, [Line(PECULIAR, target)], EN_ZH, cast.liwei)
    assert [line.target for line in memories.lines_of(supplier)] == ["新的300。"]


def test_a_wording_with_another_figure_is_not_used(cast: Cast) -> None:
    memories.remember(organization(cast.liwei), [Line(PECULIAR, "紫色的长颈鹿需要30顶帽子。")], EN_ZH)
    assert translated(say(cast.jordan, cast.thread, PECULIAR)).engine != "memory"


def test_a_memory_goes_out_to_a_file_and_into_another_organization(cast: Cast, tmp_path: Path) -> None:
    corrected(cast, cast.liwei)
    path = tmp_path / "memory.tmx"
    exported, imported = StringIO(), StringIO()
    call_command("memory", "export", path, organization=organization(cast.liwei).name, stdout=exported)
    other = make_organization("New Firm", is_supplier=True)
    for _ in range(2):
        call_command("memory", "import", path, organization="New Firm", stdout=imported)
    assert "1 lines" in exported.getvalue()
    assert {(line.source_language, line.source) for line in memories.lines_of(other)} == {
        ("en", PECULIAR),
        ("zh", "紫色的长颈鹿需要300顶帽子。"),
    }


def test_what_cannot_be_imported_is_told_and_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tmx"
    broken.write_text("<tmx><body><tu>")
    for path, name, words in (
        (broken, organization(cast.liwei).name, "no TMX file"),
        (tmp_path / "none.tmx", organization(cast.liwei).name, "No such file"),
        (broken, "Nobody", "no organization named 'Nobody'"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("memory", "import", path, organization=name)
    assert not MemoryLine.objects.exists()
