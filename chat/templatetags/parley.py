"""What every page needs: icons, style sheets by appearance, languages."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import to_locale

register = template.Library()

MIRRORED_ICONS = frozenset({"back", "forward", "send", "sign-out", "reply", "list"})
"""Icons with a direction of reading: they turn around in a script that runs from right to left."""

DARK_SHEET = "colors-dark"
DARK_MEDIA = {"system": "screen and (prefers-color-scheme: dark)", "dark": "screen"}
"""Where the dark colours count. With the light appearance they are not linked at all; paper is always light."""
SCHEMES = {"system": "light dark", "light": "light", "dark": "dark"}
THEME_COLORS = {"light": "#f6f7f9", "dark": "#0f1318"}
"""The page's own colour (`mist`), for the browser's bars."""

SHEETS = (
    *("colors", DARK_SHEET, "tokens", "base", "frame", "card", "page"),
    *("button", "form", "table", "badge", "avatar", "dialog", "menu", "toast", "tabs", "progress"),
    *("directory", "inquiry", "candidates", "inquiries", "status", "error"),
    *(
        "inbox",
        "row",
        "thread",
        "message",
        "voice",
        "payment",
        "receipt",
        "composer",
        "talk",
        "captions",
        "meter",
        "panel",
        "sheet",
        "banner",
        "attachment",
        "search",
    ),
    *("profile", "notice"),
)
"""The style sheets in the order of the cascade: colours, elements, components, then pages."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite, 20 px; the words beside it, or the button's label, carry the meaning."""
    mirrored = " icon--mirrored" if name in MIRRORED_ICONS else ""
    markup = (
        '<svg class="icon{}" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    )
    return format_html(markup, mirrored, static("icons.svg"), name)


@register.simple_tag
def stylesheets(appearance: str = "system") -> SafeString:
    """The links to every style sheet; the dark colours as the person's appearance says."""
    names = [name for name in SHEETS if name != DARK_SHEET or appearance in DARK_MEDIA]
    return format_html_join("\n", "{}", ((_link(name, appearance),) for name in names))


def _link(name: str, appearance: str) -> SafeString:
    media = format_html(' media="{}"', DARK_MEDIA[appearance]) if name == DARK_SHEET else ""
    return format_html('<link rel="stylesheet" href="{}"{}>', static(f"css/{name}.css"), media)


@register.simple_tag
def color_scheme(appearance: str = "system") -> SafeString:
    """The metas that tell the browser in which colours to draw its own parts."""
    scheme = format_html('<meta name="color-scheme" content="{}">', SCHEMES.get(appearance, SCHEMES["system"]))
    if appearance in THEME_COLORS:
        return scheme + format_html('<meta name="theme-color" content="{}">', THEME_COLORS[appearance])
    theme = '<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}">'
    return scheme + format_html_join("", theme, THEME_COLORS.items())


class InterfaceLanguage(NamedTuple):
    """A language of the interface: Django's code, the tag for `lang`, its own name."""

    code: str
    tag: str
    own: str


@register.simple_tag
def interface_languages() -> list[InterfaceLanguage]:
    """Every language of the interface by its own name, never by a translated one."""
    return [InterfaceLanguage(code, language_tag(code), str(own)) for code, own in settings.LANGUAGES]


@register.filter
def language_tag(code: str | None) -> str:
    """The tag for a `lang` attribute: `zh-Hans` for `zh-hans`."""
    return to_locale(code or settings.LANGUAGE_CODE).replace("_", "-")


@register.simple_tag
def fields_in_error(form: BaseForm) -> list[BoundField]:
    """The visible fields that the summary on top of a form names."""
    return [field for field in form.visible_fields() if field.errors]
