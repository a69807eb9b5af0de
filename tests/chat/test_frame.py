"""The frame around every page: what it links, how it looks, whom it serves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from chat import context
from chat.models import User
from chat.templatetags import parley
from tests.cast import Cast

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"


class Order(forms.Form):
    quantity = forms.IntegerField(label="Quantity", help_text="Pieces.")
    urgent = forms.BooleanField(label="Urgent", required=False)
    roles = forms.MultipleChoiceField(label="Role", choices=[("b", "Buyer")], widget=forms.CheckboxSelectMultiple)


def _field(form: forms.Form, name: str, **values: object) -> str:
    return render_to_string("form/field.html", {"field": form[name], **values})


def _frame(user: object) -> dict[str, object]:
    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]
    return context.frame(request)


def test_every_style_sheet_is_linked_and_every_link_leads_to_one() -> None:
    assert sorted(parley.SHEETS) == sorted(path.stem for path in (STATIC / "css").glob("*.css"))


def test_every_icon_that_a_template_or_a_script_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    pages = "".join(path.read_text() for path in (ROOT / "chat" / "templates").rglob("*.html"))
    named = set(re.findall(r'{% icon "([a-z-]+)" %}', pages))
    assert named
    assert named <= drawn


def test_the_dark_colours_redefine_named_values_and_nothing_else() -> None:
    light, dark = ((STATIC / "css" / f"{name}.css").read_text() for name in ("colors", "colors-dark"))
    named = re.findall(r"^  (--lch-[a-z-]+):", light, re.MULTILINE)
    assert re.findall(r"^  (--[a-z-]+):", dark, re.MULTILINE) == named


@pytest.mark.parametrize(
    ("appearance", "link"),
    [
        ("system", 'colors-dark.css" media="screen and (prefers-color-scheme: dark)"'),
        ("dark", 'colors-dark.css" media="screen"'),
    ],
)
def test_the_dark_colours_are_linked_as_the_appearance_says(appearance: str, link: str) -> None:
    assert link in parley.stylesheets(appearance)
    assert "dark" in parley.color_scheme(appearance)


def test_the_light_appearance_knows_no_dark_colours() -> None:
    assert "dark" not in parley.stylesheets("light") + parley.color_scheme("light")


def test_languages_have_their_own_names_and_tags() -> None:
    assert ("zh-hans", "zh-Hans", "简体中文") in parley.interface_languages()
    assert parley.language_tag(None) == "en"


def test_an_icon_with_a_direction_turns_around_with_the_script() -> None:
    assert "icon--mirrored" in parley.icon("back")
    assert "icon--mirrored" not in parley.icon("search")


def test_a_stranger_gets_the_frame_without_asking_the_database() -> None:
    assert _frame(AnonymousUser())["person_id"] is None
    assert not _frame(AnonymousUser())["may_inquire"]


def test_an_error_page_appears_when_the_database_is_what_failed() -> None:
    class Broken(RequestFactory):
        @property
        def user(self) -> User:
            raise DatabaseError

    assert context.frame(Broken())["person_id"] is None  # type: ignore[arg-type]


def test_the_frame_asks_the_database_only_for_what_is_shown(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        values = _frame(cast.jordan)
    assert values["organization"] == cast.jordan.membership.organization
    assert values["may_inquire"]
    assert not _frame(cast.liwei)["may_inquire"]


def test_what_waits_unread_is_counted_at_the_rail_and_in_the_title(cast: Cast) -> None:
    page = Template("{% if unread_total > 99 %}99+{% else %}{{ unread_total }}{% endif %}")
    assert page.render(Context(_frame(cast.liwei))) == "1"
    assert page.render(Context(_frame(cast.jordan))) == "0"


def test_a_field_names_its_help_and_its_error() -> None:
    html = _field(Order({"quantity": "many"}), "quantity")
    assert 'aria-describedby="id_quantity_helptext id_quantity_error"' in html
    assert 'id="id_quantity_helptext"' in html
    assert 'id="id_quantity_error"' in html
    assert 'value="many"' in html


def test_a_check_box_stands_before_its_label_and_choices_in_a_group() -> None:
    assert re.search(r'<label class="check" for="id_urgent"><input type="checkbox"', _field(Order(), "urgent"))
    assert "<legend" in _field(Order(), "roles")


def test_the_summary_of_errors_leads_to_each_field() -> None:
    html = render_to_string("form/errors.html", {"form": Order({"quantity": "many"})})
    assert "Check 2 fields." in html
    assert 'href="#id_quantity"' in html
    assert 'href="#id_roles"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert not render_to_string("form/errors.html", {"form": Order()}).strip()
