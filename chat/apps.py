"""The app, and what it checks before the service starts."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks


class ChatConfig(AppConfig):
    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"


@checks.register()
def check_language_model(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """W002: the setting names a GGUF model that is not installed."""
    from django.conf import settings

    from translation import gguf

    if not settings.LLAMA_MODEL or gguf.chosen(settings.GGUF_DIR, settings.LLAMA_MODEL):
        return []
    names = ", ".join(model.name for model in gguf.installed(settings.GGUF_DIR)) or "none"
    hint = f"Set LLAMA_MODEL to one that is installed ({names}), or leave it empty for the largest."
    told = f"There is no language model {settings.LLAMA_MODEL!r}: other engines translate."
    return [checks.Warning(told, hint=hint, id="chat.W002")]


@checks.register()
def check_speech_model(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """W003: no speech model is installed. W004: the setting names one that is not."""
    from django.conf import settings

    from speech import models

    if settings.RECOGNIZER != "whisper" or models.chosen(settings.SPEECH_DIR, settings.SPEECH_MODEL):
        return []
    names = ", ".join(model.name for model in models.installed(settings.SPEECH_DIR))
    if not names:
        hint = "Run: python manage.py models install speech"
        return [checks.Warning("No speech model is installed: nobody can speak.", hint=hint, id="chat.W003")]
    hint = f"Set SPEECH_MODEL to one that is installed ({names}), or leave it empty for the largest."
    told = f"There is no speech model {settings.SPEECH_MODEL!r}: nobody can speak."
    return [checks.Warning(told, hint=hint, id="chat.W004")]


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
