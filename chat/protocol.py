"""Every command, event, error code and close code of `parley.v1`, once.

Commands come from a client and are imperative; events go to clients and are past. A durable event carries
`seq`, dense per thread; an ephemeral one has none and is never replayed. Identifiers are strings.
`manage.py export_protocol` writes PROTOCOL.md, asyncapi.json and static/js/protocol.js from here.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

SUBPROTOCOL = "parley.v1"
MAX_FRAME_BYTES = 64 * 1024
MAX_TEXT_CHARS = 5_000
MAX_ATTACHMENTS = 10
MAX_REPLAY_EVENTS = 500


class ErrorCode(StrEnum):
    """Why a command was refused. Stable: programs may rely on them."""

    MALFORMED = "malformed"
    """The frame is no JSON object with `type` and `ref`."""
    UNKNOWN_COMMAND = "unknown_command"
    """No command has this `type`."""
    INVALID = "invalid"
    """A field is missing, unknown or of the wrong type; `detail` names it."""
    FRAME_TOO_LARGE = "frame_too_large"
    """A frame may have 64 KiB."""
    BINARY_UNEXPECTED = "binary_unexpected"
    """A binary frame came where no utterance is open."""
    AUDIO_MALFORMED = "audio_malformed"
    """A binary frame is no PCM of 16 bit: it is empty or has an odd length."""
    AUDIO_TOO_FAST = "audio_too_fast"
    """More audio came than time has passed; the utterance was ended with what had been heard."""
    AUDIO_UNREADABLE = "audio_unreadable"
    """The recording is damaged, empty, or of a kind that cannot be read."""
    AUDIO_TOO_LONG = "audio_too_long"
    """A recording may last 10 minutes."""
    UTTERANCE_OPEN = "utterance_open"
    """Somebody speaks over this socket already: stop that utterance first."""
    UTTERANCE_NOT_OPEN = "utterance_not_open"
    """There is no utterance to be stopped."""
    NO_SPEECH = "no_speech"
    """Nothing was said in the recording; nothing was sent."""
    NO_RECOGNIZER = "no_recognizer"
    """No speech model is installed on the server."""
    THREAD_NOT_FOUND = "thread_not_found"
    """There is no such thread."""
    NOT_PARTICIPANT = "not_participant"
    """The thread belongs to other organizations."""
    NOT_FOUND = "not_found"
    """There is no such message, file or page."""
    FORBIDDEN = "forbidden"
    """This is not yours to do."""
    BLOCKED = "blocked"
    """One of the two organizations has blocked the thread; it can still be read."""
    TEXT_TOO_LONG = "text_too_long"
    """A text may have 5,000 characters."""
    EMPTY = "empty"
    """A message needs text or a file."""
    CONFLICT = "conflict"
    """Somebody else changed it first, or this `client_id` said something else before."""
    RATE_LIMITED = "rate_limited"
    """Too many commands at once; `detail` says how long to wait."""
    SESSION_ENDED = "session_ended"
    """The person signed out, or the session or token expired."""
    FILE_TOO_LARGE = "file_too_large"
    """A file may have 20 MB, a recording 25 MB."""
    FILE_TYPE = "file_type"
    """Only pictures (JPEG, PNG, WebP, GIF) and PDF can be sent."""
    FILE_UNREADABLE = "file_unreadable"
    """The picture is damaged, or unpacks to more than the server takes."""
    UNAVAILABLE = "unavailable"
    """Something failed on the server; nothing was written. Send it again."""


class CloseCode(IntEnum):
    """Why the server closed the socket."""

    GOING_AWAY = 1001
    FRAME_TOO_LARGE = 1009
    SIGNED_OUT = 4401
    """No session or token, or it ended: sign in again."""
    ABUSE = 4429
    """Refused commands kept coming: wait a minute before connecting again."""


class Wire(BaseModel):
    """What everything on the wire has in common: no unknown field, no coercion of wrong types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Ref = Annotated[str, Field(min_length=1, max_length=64)]
Uuid = Annotated[UUID, Field(strict=False)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Seq = Annotated[int, Field(ge=0, le=2**53)]
Text = Annotated[str, Field(max_length=MAX_FRAME_BYTES)]


# --- commands ---------------------------------------------------------------------------------------------------


class Command(Wire):
    """A request. Answered by `ack` or `error` with the same `ref`."""

    ref: Ref


class ThreadSubscribe(Command):
    """Follow a thread: what happened after `cursor` is replayed, then `thread.subscribed` comes."""

    type: Literal["thread.subscribe"]
    thread: Uuid
    cursor: Seq


class ThreadUnsubscribe(Command):
    """Follow it no more."""

    type: Literal["thread.unsubscribe"]
    thread: Uuid


class MessageSend(Command):
    """Say something. Sent twice under one `client_id`, it is said once."""

    type: Literal["message.send"]
    thread: Uuid
    client_id: Uuid
    text: Text = ""
    language: Language | None = None
    """Only where the author says so; otherwise the speaking language, corrected by what is written."""
    attachments: Annotated[list[Uuid], Field(max_length=MAX_ATTACHMENTS)] = []


class MessageEdit(Command):
    """Replace the text of one's own message; `revision` is the one that is replaced."""

    type: Literal["message.edit"]
    thread: Uuid
    message_id: Annotated[str, Field(pattern=r"^\d{1,18}$")]
    revision: Annotated[int, Field(ge=1, le=10_000)]
    text: Text


class TranslationRetry(Command):
    """Try a failed translation again."""

    type: Literal["translation.retry"]
    thread: Uuid
    message_id: Annotated[str, Field(pattern=r"^\d{1,18}$")]
    language: Language


class TranslationCorrect(Command):
    """Write a better translation of a message, of which `revision` is the one seen. Its figures stay the original's."""

    type: Literal["translation.correct"]
    thread: Uuid
    message_id: Annotated[str, Field(pattern=r"^\d{1,18}$")]
    revision: Annotated[int, Field(ge=1, le=10_000)]
    language: Language
    text: Text


class LanguageDetect(Command):
    """Which language does this look like? Answered by `ack` with `language`, where the text itself shows that it is
    another than the one the person writes. Nothing is written."""

    type: Literal["language.detect"]
    thread: Uuid
    text: Text


class ReceiptDeliver(Command):
    """Everything up to `seq` has reached this screen."""

    type: Literal["receipt.deliver"]
    thread: Uuid
    seq: Seq


class ReceiptRead(Command):
    """Everything up to `seq` has been read."""

    type: Literal["receipt.read"]
    thread: Uuid
    seq: Seq


class TypingStart(Command):
    """Somebody is writing; to be said again every 3 s while it lasts."""

    type: Literal["typing.start"]
    thread: Uuid


class UtteranceStart(Command):
    """Begin to speak. Binary frames follow: PCM of 16 bit, little-endian, mono, 16 kHz, 100 to 250 ms each.

    What is said becomes a message under `client_id`; after a pause the next one follows under an id made from it.
    """

    type: Literal["utterance.start"]
    thread: Uuid
    client_id: Uuid
    language: Language | None = None
    """What is spoken; otherwise the language that the person speaks by the profile."""
    hands_free: bool = False
    """The microphone stays open: a short pause ends a message. Otherwise the speaker says when it is over."""


class UtteranceStop(Command):
    """The speaker has finished: what was said is recognized and sent."""

    type: Literal["utterance.stop"]


class FiguresConfirm(Command):
    """The figures that were heard in one's own spoken message are right. Wrong ones are mended by `message.edit`."""

    type: Literal["figures.confirm"]
    thread: Uuid
    message_id: Annotated[str, Field(pattern=r"^\d{1,18}$")]
    revision: Annotated[int, Field(ge=1, le=10_000)]


class Ping(Command):
    """Is the socket alive? Answered by `ack`."""

    type: Literal["ping"]


AnyCommand = Annotated[
    ThreadSubscribe
    | ThreadUnsubscribe
    | MessageSend
    | MessageEdit
    | TranslationRetry
    | TranslationCorrect
    | LanguageDetect
    | ReceiptDeliver
    | ReceiptRead
    | TypingStart
    | UtteranceStart
    | UtteranceStop
    | FiguresConfirm
    | Ping,
    Field(discriminator="type"),
]

# --- what events carry ------------------------------------------------------------------------------------------


class Person(Wire):
    """Somebody, and where they work."""

    id: str
    name: str
    organization: str
    organization_id: str
    picture: str = ""
    """A path on this server, or empty."""


class CheckOut(Wire):
    """A finding about a translation; `reason` as in translation.translator.Reason."""

    reason: str
    original: str = ""
    translated: str = ""


class TranslationOut(Wire):
    """One language of a message. `state` is pending, done or failed."""

    state: Literal["pending", "done", "failed"]
    text: str = ""
    engine: str = ""
    via: str = ""
    checks: list[CheckOut] = []
    corrected_by: str = ""
    """The name of the person who wrote it; empty where an engine did."""


class AttachmentOut(Wire):
    """A file of a message. `url` and `thumbnail` are paths on this server; sizes in bytes and pixels."""

    id: str
    name: str
    content_type: str
    size_bytes: int
    width: int = 0
    height: int = 0
    url: str
    thumbnail: str = ""


class WordOut(Wire):
    """A spoken word, when it is heard in the recording: milliseconds from its start."""

    text: str
    start_ms: int
    end_ms: int


class VoiceOut(Wire):
    """What a spoken message has beside its text. `url` is a path on this server."""

    url: str
    duration_ms: int
    peaks: list[int]
    """The waveform: up to 64 bars from 0 to 100."""
    words: list[WordOut] = []
    """In the order of the text; empty where nothing is known of them, as after a correction."""
    cut: bool = False
    """The connection was lost while it was spoken."""
    transcribed: bool = True
    """False where the recognizer failed: then there is no text, only sound."""
    figures: list[str] = []
    """The figures that were heard and that nobody has confirmed, as they stand in the text."""
    confirmed_by: str = ""
    """The name of the speaker, once the figures are confirmed or corrected."""


class MessageOut(Wire):
    """A message as every screen gets it."""

    id: str
    client_id: str
    seq: int
    sender: Person
    side: Literal["buyer", "supplier"]
    kind: Literal["text", "voice", "file", "offer", "system"]
    language: str
    text: str
    revision: int
    created_at: str
    edited_at: str | None = None
    translations: dict[str, TranslationOut] = {}
    attachments: list[AttachmentOut] = []
    voice: VoiceOut | None = None
    data: dict[str, Any] = {}
    payment: bool = False
    """It names a bank account or another way to pay: its readers are to be warned."""


class ParticipantOut(Wire):
    """One person of the two organizations, with their receipts."""

    id: str
    name: str
    organization: str
    organization_id: str
    side: Literal["buyer", "supplier"]
    reads: str
    speaks: str
    time_zone: str
    online: bool
    last_seen_at: str | None
    delivered_seq: int
    read_seq: int
    picture: str = ""


# --- events -----------------------------------------------------------------------------------------------------


class MessageSent(Wire):
    """Durable. A message came into the thread."""

    type: Literal["message.sent"] = "message.sent"
    thread: str
    seq: int
    message: MessageOut


class MessageEdited(Wire):
    """Durable. Its author replaced the text; earlier translations are void."""

    type: Literal["message.edited"] = "message.edited"
    thread: str
    seq: int
    message: MessageOut


class TranslationStarted(Wire):
    """Durable. A translation is (again) on its way."""

    type: Literal["translation.started"] = "translation.started"
    thread: str
    seq: int
    message_id: str
    revision: int
    language: str


class TranslationFinished(Wire):
    """Durable. A translation is there, or has failed; `checks` say why."""

    type: Literal["translation.finished"] = "translation.finished"
    thread: str
    seq: int
    message_id: str
    revision: int
    language: str
    state: Literal["done", "failed"]
    text: str
    engine: str
    via: str
    checks: list[CheckOut]


class TranslationCorrected(Wire):
    """Durable. A person wrote a better translation."""

    type: Literal["translation.corrected"] = "translation.corrected"
    thread: str
    seq: int
    message_id: str
    revision: int
    language: str
    text: str
    checks: list[CheckOut]
    corrected_by: str


class FiguresConfirmed(Wire):
    """Durable. The speaker has confirmed the figures that were heard."""

    type: Literal["figures.confirmed"] = "figures.confirmed"
    thread: str
    seq: int
    message_id: str
    revision: int
    confirmed_by: str


class ThreadChanged(Wire):
    """Durable. Subject, status, assignees and blocks are now these."""

    type: Literal["thread.changed"] = "thread.changed"
    thread: str
    seq: int
    subject: str
    status: str
    buyer_assignee: str | None
    supplier_assignee: str | None
    blocked_by: list[Literal["buyer", "supplier"]] = []
    """The sides that have blocked it: while there is one, nobody writes."""


class ThreadSubscribed(Wire):
    """The replay is over: `cursor` is the newest seq."""

    type: Literal["thread.subscribed"] = "thread.subscribed"
    thread: str
    cursor: int
    participants: list[ParticipantOut]


class ThreadReset(Wire):
    """More was missed than a replay holds: load the thread afresh, then subscribe again."""

    type: Literal["thread.reset"] = "thread.reset"
    thread: str
    cursor: int


class TypingStarted(Wire):
    """Ephemeral. Somebody is writing."""

    type: Literal["typing.started"] = "typing.started"
    thread: str
    user: str
    name: str


class UtterancePartial(Wire):
    """Ephemeral. Somebody is speaking: the words that stay, and after them those that may still change."""

    type: Literal["utterance.partial"] = "utterance.partial"
    thread: str
    utterance: str
    """The `client_id` under which it will be a message."""
    speaker: str
    language: str
    started_at: str
    committed: str
    tentative: str
    lag_ms: int
    """How far the newest words are behind the speech."""


class CaptionPartial(Wire):
    """Ephemeral. What somebody is saying, in another language. Committed words stay."""

    type: Literal["caption.partial"] = "caption.partial"
    thread: str
    utterance: str
    language: str
    committed: str
    tentative: str


class UtteranceProgress(Wire):
    """Ephemeral, to the speaker's own screens: how much of a recording has been transcribed."""

    type: Literal["utterance.progress"] = "utterance.progress"
    thread: str
    utterance: str
    percent: int


class UtteranceEnded(Wire):
    """Ephemeral. What was spoken is a message now, or nothing was heard, or it could not be transcribed."""

    type: Literal["utterance.ended"] = "utterance.ended"
    thread: str
    utterance: str
    speaker: str
    outcome: Literal["sent", "silent", "failed"]


class PresenceChanged(Wire):
    """Ephemeral. Somebody came or went."""

    type: Literal["presence.changed"] = "presence.changed"
    user: str
    online: bool
    last_seen_at: str | None


class ReceiptChanged(Wire):
    """Ephemeral; the standing of all is in `thread.subscribed`."""

    type: Literal["receipt.changed"] = "receipt.changed"
    thread: str
    user: str
    delivered_seq: int
    read_seq: int


class InboxChanged(Wire):
    """Ephemeral. A row of the inbox is no longer as it was: fetch it."""

    type: Literal["inbox.changed"] = "inbox.changed"
    thread: str


class PersonChanged(Wire):
    """Ephemeral, to one's own screens: the languages one reads are others now. Load what is shown afresh."""

    type: Literal["person.changed"] = "person.changed"
    reads: list[str]


class Ack(Wire):
    """The command was carried out (or had been before)."""

    type: Literal["ack"] = "ack"
    ref: str
    seq: int | None = None
    message_id: str | None = None
    revision: int | None = None
    language: str | None = None


class Error(Wire):
    """The command was refused, and nothing was written. `detail` is a sentence in the user's language."""

    type: Literal["error"] = "error"
    ref: str | None
    code: ErrorCode
    detail: str
    field: str | None = None
    retry_after_ms: int | None = None


DURABLE: tuple[type[Wire], ...] = (
    MessageSent,
    MessageEdited,
    TranslationStarted,
    TranslationFinished,
    TranslationCorrected,
    FiguresConfirmed,
    ThreadChanged,
)
EPHEMERAL: tuple[type[Wire], ...] = (
    TypingStarted,
    UtterancePartial,
    CaptionPartial,
    UtteranceProgress,
    UtteranceEnded,
    PresenceChanged,
    ReceiptChanged,
    InboxChanged,
    PersonChanged,
)
ANSWERS: tuple[type[Wire], ...] = (Ack, Error, ThreadSubscribed, ThreadReset)
COMMANDS: tuple[type[Command], ...] = (
    ThreadSubscribe,
    ThreadUnsubscribe,
    MessageSend,
    MessageEdit,
    TranslationRetry,
    TranslationCorrect,
    LanguageDetect,
    ReceiptDeliver,
    ReceiptRead,
    TypingStart,
    UtteranceStart,
    UtteranceStop,
    FiguresConfirm,
    Ping,
)


class Refusal(Exception):
    """A request was refused: the one error that actions, access and parsing raise."""

    def __init__(self, code: ErrorCode, *, field: str | None = None, ref: str | None = None, **values: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.field = field
        self.ref = ref
        self.values = values


_adapter: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


class _Envelope(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    type: str
    ref: Ref


_NAMES = {command.model_fields["type"].annotation.__args__[0] for command in COMMANDS}  # type: ignore[union-attr]


def parse_command(frame: str) -> AnyCommand:
    """The command in a text frame. Raises `Refusal`, with the `ref` where one could be read."""
    if len(frame) > MAX_FRAME_BYTES or len(frame.encode(errors="replace")) > MAX_FRAME_BYTES:
        raise Refusal(ErrorCode.FRAME_TOO_LARGE)
    try:
        envelope = _Envelope.model_validate_json(frame)
    except ValidationError as error:
        raise Refusal(ErrorCode.MALFORMED) from error
    if envelope.type not in _NAMES:
        raise Refusal(ErrorCode.UNKNOWN_COMMAND, ref=envelope.ref)
    try:
        return _adapter.validate_json(frame)
    except ValidationError as error:
        raise Refusal(ErrorCode.INVALID, ref=envelope.ref, field=_field_of(error)) from error


def _field_of(error: ValidationError) -> str:
    location = error.errors(include_url=False, include_input=False)[0]["loc"]
    return ".".join(str(part) for part in location[1:]) or "type"


def encode(event: Wire) -> str:
    """The frame of an event: encoded once, however many sockets it goes to."""
    return event.model_dump_json()
