"""The sentence of each error code, in the language of the person who reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chat.protocol import ErrorCode, Refusal

SENTENCES = {
    ErrorCode.MALFORMED: _("This request cannot be read."),
    ErrorCode.UNKNOWN_COMMAND: _("This server does not know the command."),
    ErrorCode.INVALID: _("The field “%(field)s” is missing, unknown or of the wrong kind."),
    ErrorCode.FRAME_TOO_LARGE: _("The request is too large. The limit is 64 KB."),
    ErrorCode.BINARY_UNEXPECTED: _("Audio came, but nobody is speaking."),
    ErrorCode.AUDIO_MALFORMED: _("The sound came in a form that cannot be read."),
    ErrorCode.AUDIO_TOO_FAST: _("More sound came than time has passed. What was heard is kept."),
    ErrorCode.AUDIO_UNREADABLE: _("This recording cannot be read."),
    ErrorCode.AUDIO_TOO_LONG: _("A recording may last %(m)s minutes."),
    ErrorCode.UTTERANCE_OPEN: _("You are speaking already. End that first."),
    ErrorCode.UTTERANCE_NOT_OPEN: _("Nobody is speaking."),
    ErrorCode.NO_SPEECH: _("No speech heard. Nothing was sent."),
    ErrorCode.NO_RECOGNIZER: _("Speech recognition is not installed on this server."),
    ErrorCode.THREAD_NOT_FOUND: _("This conversation does not exist."),
    ErrorCode.NOT_PARTICIPANT: _("You are not in this conversation."),
    ErrorCode.NOT_FOUND: _("This page does not exist."),
    ErrorCode.FORBIDDEN: _("You have no access to this page."),
    ErrorCode.BLOCKED: _("This conversation is blocked. Nothing can be sent; it can still be read."),
    ErrorCode.TEXT_TOO_LONG: _("%(n)s characters too many. The limit is %(limit)s."),
    ErrorCode.EMPTY: _("Write something or attach a file."),
    ErrorCode.CONFLICT: _("Somebody else changed this first. Look at it again."),
    ErrorCode.RATE_LIMITED: _("Too much at once. Wait %(n)s seconds."),
    ErrorCode.SESSION_ENDED: _("You were signed out. Sign in again; your draft is kept."),
    ErrorCode.FILE_TOO_LARGE: _("The file is %(size)s. The limit is %(limit)s."),
    ErrorCode.FILE_TYPE: _("This kind of file cannot be sent. Pictures and PDF can."),
    ErrorCode.FILE_UNREADABLE: _("This file cannot be read."),
    ErrorCode.UNAVAILABLE: _("Something failed on our side. Nothing you sent is lost. Code %(id)s."),
}

STATUS = {
    ErrorCode.NOT_PARTICIPANT: 403,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.BLOCKED: 403,
    ErrorCode.THREAD_NOT_FOUND: 404,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.FILE_TOO_LARGE: 413,
    ErrorCode.FILE_TYPE: 415,
    ErrorCode.AUDIO_UNREADABLE: 415,
    ErrorCode.NO_SPEECH: 422,
    ErrorCode.NO_RECOGNIZER: 503,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.SESSION_ENDED: 401,
    ErrorCode.UNAVAILABLE: 503,
}


def sentence(refusal: Refusal) -> str:
    """What happened and what to do next, in the language in force."""
    values = {"field": refusal.field or "", **refusal.values}
    return str(SENTENCES[refusal.code]) % values


def status_of(refusal: Refusal) -> int:
    """The HTTP status of an error code; 400 where none fits better."""
    return STATUS.get(refusal.code, 400)
