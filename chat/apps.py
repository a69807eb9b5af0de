"""The app, and what it checks before the service starts."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks


class ChatConfig(AppConfig):
    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"


@checks.register()
def check_translator(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001: the setting names no translator. W001: no language pack is installed."""
    from django.conf import settings

    from chat.engines import TRANSLATORS, get_translator

    if settings.TRANSLATOR not in TRANSLATORS:
        hint = f"Set TRANSLATOR to one of {', '.join(sorted(TRANSLATORS))}."
        return [checks.Error(f"There is no translator {settings.TRANSLATOR!r}.", hint=hint, id="chat.E001")]
    if not get_translator().pairs():
        hint = "Run: python manage.py models install starter"
        return [checks.Warning("No language pack is installed: messages arrive as written.", hint=hint, id="chat.W001")]
    return []
