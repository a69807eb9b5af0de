// Written by `manage.py export_protocol` from chat/protocol.py: change that file, not this one.

export const SUBPROTOCOL = "parley.v1";
export const MAX_FRAME_BYTES = 65536;
export const MAX_TEXT_CHARS = 5000;
export const MAX_ATTACHMENTS = 10;
export const DURABLE_EVENTS = Object.freeze([
  "message.sent",
  "message.edited",
  "translation.started",
  "translation.finished",
  "translation.corrected",
  "figures.confirmed",
  "thread.changed"
]);
export const EPHEMERAL_EVENTS = Object.freeze([
  "typing.started",
  "utterance.partial",
  "caption.partial",
  "utterance.progress",
  "utterance.ended",
  "presence.changed",
  "receipt.changed",
  "inbox.changed",
  "person.changed"
]);
export const ErrorCode = Object.freeze({
  "MALFORMED": "malformed",
  "UNKNOWN_COMMAND": "unknown_command",
  "INVALID": "invalid",
  "FRAME_TOO_LARGE": "frame_too_large",
  "BINARY_UNEXPECTED": "binary_unexpected",
  "AUDIO_MALFORMED": "audio_malformed",
  "AUDIO_TOO_FAST": "audio_too_fast",
  "AUDIO_UNREADABLE": "audio_unreadable",
  "AUDIO_TOO_LONG": "audio_too_long",
  "UTTERANCE_OPEN": "utterance_open",
  "UTTERANCE_NOT_OPEN": "utterance_not_open",
  "NO_SPEECH": "no_speech",
  "NO_RECOGNIZER": "no_recognizer",
  "THREAD_NOT_FOUND": "thread_not_found",
  "NOT_PARTICIPANT": "not_participant",
  "NOT_FOUND": "not_found",
  "FORBIDDEN": "forbidden",
  "BLOCKED": "blocked",
  "TEXT_TOO_LONG": "text_too_long",
  "EMPTY": "empty",
  "CONFLICT": "conflict",
  "RATE_LIMITED": "rate_limited",
  "SESSION_ENDED": "session_ended",
  "FILE_TOO_LARGE": "file_too_large",
  "FILE_TYPE": "file_type",
  "FILE_UNREADABLE": "file_unreadable",
  "UNAVAILABLE": "unavailable"
});
export const CloseCode = Object.freeze({
  "GOING_AWAY": 1001,
  "FRAME_TOO_LARGE": 1009,
  "SIGNED_OUT": 4401,
  "ABUSE": 4429
});
