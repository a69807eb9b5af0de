"""What languages are called: their own name in labels, their name in the interface language in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from translation import languages

# Django's own catalogue knows the other names; this one it knows only with a script.
gettext_noop("Chinese")


def own_name(code: str) -> str:
    """`中文` for `zh`; the code itself where the language is not known."""
    return languages.get(code).own_name if languages.is_known(code) else code


def language_name(code: str) -> str:
    """`Chinese` for `zh`, in the current language; the code itself where the language is not known."""
    return _(languages.get(code).name) if languages.is_known(code) else code
