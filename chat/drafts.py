"""What can be said of a text before it is sent. Writes nothing."""

from __future__ import annotations

from uuid import UUID

from chat import access, engines, queries
from chat.models import User


def other_language(user: User, thread_id: UUID, text: str) -> str | None:
    """The language that a draft is evidently written in, where it is not the one that its author writes here.

    Raises `Refusal` where the thread is not the person's.
    """
    thread = access.thread_for(user, thread_id)
    # What is guessed on sending is only what somebody here reads; here a person decides, so that more may be asked.
    plausible = queries.languages_of(thread).plausible | engines.translated_languages()
    return engines.other_language(text, user.speaking_language, plausible)
