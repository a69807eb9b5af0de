"""What several people say at the same time, written in one transaction: the price of a statement is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chat import access, events, queries, shapes
from chat.actions.translations import promised
from chat.engines import language_of
from chat.models import Attachment, Message, Organization, Recording, Side, Thread, Translation, User
from chat.protocol import MAX_TEXT_CHARS, ErrorCode, Refusal
from translation.translator import LanguagePair

Key = tuple[UUID, int, UUID]
"""Thread, sender and `client_id`: what makes a repetition."""
MAX_TRANSCRIPT_CHARS = 20_000
"""What is said in ten minutes."""
Begin = Callable[[Sequence[str], LanguagePair], None]


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody wants to say. `language` only where the author tells it."""

    user: User
    thread_id: UUID
    client_id: UUID
    text: str = ""
    language: str | None = None
    attachments: Sequence[UUID] = ()
    recording: Recording | None = None
    """Where it was spoken: then the text is what was heard, or empty where nothing could be understood."""

    @property
    def key(self) -> Key:
        return self.thread_id, self.user.pk, self.client_id


@dataclass(frozen=True, slots=True)
class Sent:
    """What an acknowledgement says."""

    message_id: int
    seq: int
    revision: int


@dataclass(slots=True)
class _Said:
    """A message that is being written."""

    message: Message
    organization: Organization
    files: list[Attachment]
    recording: Recording | None
    languages: list[str]
    """Into which it will be translated."""
    translations: list[Translation] = field(default_factory=list)


@dataclass(slots=True)
class _Desk:
    """What is needed to write all of them, read once."""

    logs: dict[UUID, events.Log]
    organizations: dict[int, Organization]
    languages: dict[UUID, queries.ThreadLanguages]
    known: dict[Key, Message]
    """What was said before under the same keys, and what is being said now."""
    new: list[_Said] = field(default_factory=list)

    @classmethod
    def of(cls, sayings: Sequence[Saying], logs: dict[UUID, events.Log]) -> _Desk:
        return cls(
            logs,
            access.organizations_of({saying.user.pk for saying in sayings}),
            queries.languages_of_all([log.thread for log in logs.values()]),
            _said_before(sayings),
        )


def say_all(sayings: Sequence[Saying], begin: Begin | None = None) -> list[Sent | Refusal]:
    """Write them all, in their order; gives for each what became of it. One that is refused harms no other.

    `begin` is told what there will be to translate before it is written.
    """
    outcomes: list[Message | Refusal] = []
    with events.writing_to({saying.thread_id for saying in sayings}) as logs:
        desk = _Desk.of(sayings, logs)
        for saying in sayings:
            try:
                outcomes.append(_say(desk, saying))
            except Refusal as refusal:
                outcomes.append(refusal)
        if begin is not None:
            _foretell(desk, begin)
        _store(desk)
    return [
        outcome if isinstance(outcome, Refusal) else Sent(outcome.pk, outcome.seq, outcome.revision)
        for outcome in outcomes
    ]


def checked_text(text: str, *, may_be_empty: bool = False, limit: int = MAX_TEXT_CHARS) -> str:
    """The text without white space around it. Raises `Refusal` where it is empty or longer than `limit`."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > limit:
        raise Refusal(ErrorCode.TEXT_TOO_LONG, n=len(text) - limit, limit=f"{limit:,}")
    if not text and not may_be_empty:
        raise Refusal(ErrorCode.EMPTY)
    return text


def _said_before(sayings: Iterable[Saying]) -> dict[Key, Message]:
    wanted = {saying.key for saying in sayings}
    threads, senders, client_ids = (set(column) for column in zip(*wanted, strict=True))
    rows = Message.objects.filter(client_id__in=client_ids, thread_id__in=threads, sender_id__in=senders)
    return {key: row for row in rows if (key := (row.thread_id, row.sender_id, row.client_id)) in wanted}


def _say(desk: _Desk, saying: Saying) -> Message:
    text = _checked(saying)
    log = desk.logs.get(saying.thread_id)
    if log is None:
        raise Refusal(ErrorCode.THREAD_NOT_FOUND)
    side, organization = access.standing_of(desk.organizations.get(saying.user.pk), log.thread)
    earlier = desk.known.get(saying.key)
    if earlier is not None:
        return _repeated(earlier, text)
    access.require_open(log.thread)
    files = _files(saying, log.thread)
    message = _message(desk, saying, log, side, text)
    languages = desk.languages[message.thread_id].wanted_for(message.language)
    desk.known[saying.key] = message
    desk.new.append(_Said(message, organization, files, saying.recording, languages))
    return message


def _checked(saying: Saying) -> str:
    if saying.recording is not None:
        return checked_text(saying.text, may_be_empty=True, limit=MAX_TRANSCRIPT_CHARS)
    return checked_text(saying.text, may_be_empty=bool(saying.attachments))


def _repeated(earlier: Message, text: str) -> Message:
    said_before = {earlier.text}
    if earlier.pk:
        said_before.update(earlier.revisions.values_list("text", flat=True))
    if text not in said_before:
        raise Refusal(ErrorCode.CONFLICT)
    return earlier


def _files(saying: Saying, thread: Thread) -> list[Attachment]:
    if not saying.attachments:
        return []
    own = Attachment.objects.filter(pk__in=saying.attachments, uploader=saying.user, thread=thread)
    files = list(own.filter(message__isnull=True).order_by("created_at"))
    if len(files) != len(set(saying.attachments)):
        raise Refusal(ErrorCode.NOT_FOUND)
    return files


def _message(desk: _Desk, saying: Saying, log: events.Log, side: Side, text: str) -> Message:
    plausible = desk.languages[saying.thread_id].plausible
    message = Message(
        thread=log.thread,
        seq=log.next_seq,
        sender=saying.user,
        side=side,
        client_id=saying.client_id,
        kind=_kind(saying, text),
        language=saying.language or language_of(text, saying.user.speaking_language, plausible),
        text=text,
    )
    log.thread.last_message = message
    log.thread.last_activity_at = message.created_at
    log.thread.waits_on = side.other
    log.record("message.sent", message)
    return message


def _kind(saying: Saying, text: str) -> Message.Kind:
    if saying.recording is not None:
        return Message.Kind.VOICE
    return Message.Kind.TEXT if text else Message.Kind.FILE


def _foretell(desk: _Desk, begin: Begin) -> None:
    texts: dict[LanguagePair, list[str]] = defaultdict(list)
    for said in desk.new:
        for language in said.languages if said.message.text else ():
            texts[LanguagePair(said.message.language, language)].append(said.message.text)
    for pair, of_pair in texts.items():
        begin(of_pair, pair)


def _store(desk: _Desk) -> None:
    Message.objects.bulk_create([said.message for said in desk.new])
    for said in desk.new:
        said.translations = promised(said.message, said.languages)
        for file in said.files:
            file.message = said.message
        desk.logs[said.message.thread_id].shown[said.message.seq] = shapes.message_out(
            said.message, said.organization, said.translations, said.files, said.recording
        )
        if said.recording is not None:
            said.recording.message = said.message
            said.recording.save(update_fields=["message", "words", "is_transcribed"])
    Translation.objects.bulk_create([row for said in desk.new for row in said.translations])
    Attachment.objects.bulk_update([file for said in desk.new for file in said.files], ["message"])
