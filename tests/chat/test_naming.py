"""Languages and places have names in the interface language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from chat import naming, zones
from chat.templatetags.thread import unit_name
from translation import languages


def test_every_language_is_marked_for_the_catalogues() -> None:
    assert tuple(language.name for language in languages.ALL) == naming.NAMES


@pytest.mark.parametrize(("interface", "name"), [("en", "Chinese"), ("es", "chino"), ("zh-hans", "中文")])
def test_a_language_has_its_name_in_the_interface_language(interface: str, name: str) -> None:
    with override(interface):
        assert naming.language_name("zh-Hans") == name


def test_a_language_that_nobody_knows_keeps_its_code() -> None:
    assert (naming.language_name("xx"), naming.own_name("xx")) == ("xx", "xx")


def test_every_common_time_zone_is_marked_for_the_catalogues() -> None:
    assert tuple(name.split("/", 1)[1].replace("_", " ") for name in zones.COMMON) == zones.CITIES


def test_time_zones_are_named_in_the_interface_language() -> None:
    with override("es"):
        common, africa = zones.choices()[:2]
    assert common[0] == "Frecuentes"
    assert ("America/New_York", "Nueva York") in [(name, label.split(" (")[0]) for name, label in common[1]]
    assert africa[0] == "África"


@pytest.mark.parametrize(("unit", "name"), [("pcs", "uds."), ("kg", "kg"), ("", "")])
def test_a_unit_has_its_name_in_the_interface_language(unit: str, name: str) -> None:
    with override("es"):
        assert unit_name(unit) == name
