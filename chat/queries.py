"""Every read of more than one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from chat import shapes
from chat.access import threads_of
from chat.models import (
    Attachment,
    Connection,
    Event,
    Membership,
    Message,
    Participant,
    Recording,
    Thread,
    Translation,
    User,
)
from chat.protocol import MAX_REPLAY_EVENTS, MessageOut, ParticipantOut, Wire

PAGE_SIZE = 50
MOST_PAGES = 6
"""How many pages a thread opens with at most, however far back the reading begins."""
ONLINE_FOR = timedelta(seconds=75)
"""A socket shows a sign of life every 20 s; without one for this long its person is away."""


# --- people -------------------------------------------------------------------------------------------------------


def members_of(thread: Thread) -> list[Membership]:
    """Everybody who can read the thread: the active members of both organizations."""
    organizations = [thread.buyer_id, thread.supplier_id]
    return list(
        Membership.objects.filter(organization_id__in=organizations, user__is_active=True)
        .select_related("user", "organization")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class ThreadLanguages:
    """What the people of a thread read and write."""

    readers: tuple[tuple[str, frozenset[str]], ...]
    """Of each person: the language preferred, and all that need no translation."""
    plausible: frozenset[str]
    """Every language that somebody here reads or speaks."""

    def wanted_for(self, language: str) -> list[str]:
        """The languages into which a text of `language` is to be translated."""
        return sorted({preferred for preferred, reads in self.readers if language not in reads})


def languages_of(thread: Thread) -> ThreadLanguages:
    """The languages of everybody who can read the thread."""
    return languages_of_all([thread])[thread.pk]


def languages_of_all(threads: Sequence[Thread]) -> dict[UUID, ThreadLanguages]:
    """The same of several threads, by one query."""
    organizations = {pk for thread in threads for pk in (thread.buyer_id, thread.supplier_id)}
    users = User.objects.filter(membership__organization_id__in=organizations, is_active=True)
    people: dict[int | None, list[tuple[str, str, list[str]]]] = defaultdict(list)
    columns = ("membership__organization_id", "speaking_language", "reading_language", "also_reads")
    for organization_id, *languages in users.values_list(*columns):
        people[organization_id].append((languages[0], languages[1], languages[2]))
    return {thread.pk: _languages([*people[thread.buyer_id], *people[thread.supplier_id]]) for thread in threads}


def _languages(people: Sequence[tuple[str, str, list[str]]]) -> ThreadLanguages:
    return ThreadLanguages(
        readers=tuple((reading, frozenset({reading, *also})) for _speaking, reading, also in people),
        plausible=frozenset(code for speaking, reading, also in people for code in (speaking, reading, *also)),
    )


def online_people(user_ids: Iterable[int]) -> set[int]:
    """Those of them who have a socket that shows signs of life."""
    since = timezone.now() - ONLINE_FOR
    return set(Connection.objects.filter(user_id__in=user_ids, seen_at__gt=since).values_list("user_id", flat=True))


def participants_of(thread: Thread) -> list[ParticipantOut]:
    """The people of both sides with their receipts and presence."""
    members = members_of(thread)
    online = online_people(member.user_id for member in members)
    states = {state.user_id: state for state in thread.participants.all()}
    return [
        shapes.participant_out(
            member.user,
            member.organization,
            thread.side_of(member.organization_id) or "",
            states.get(member.user_id),
            online=member.user_id in online,
        )
        for member in members
    ]


# --- the history --------------------------------------------------------------------------------------------------


def with_everything(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with all that a screen shows of them, in a fixed number of queries."""
    related = ("sender", "thread__buyer", "thread__supplier", "recording__confirmed_by")
    return messages.select_related(*related).prefetch_related(
        Prefetch("translations", Translation.objects.exclude(state="stale").select_related("corrected_by")),
        Prefetch("attachments", Attachment.objects.order_by("created_at")),
    )


def message_out(message: Message) -> MessageOut:
    """A message of `with_everything` in the shape of the protocol."""
    thread = message.thread
    organization = thread.supplier if message.side == "supplier" and thread.supplier else thread.buyer
    recording = getattr(message, "recording", None)
    return shapes.message_out(message, organization, message.translations.all(), message.attachments.all(), recording)


def one_message(message_id: int) -> MessageOut:
    """One message, fresh from the database."""
    return message_out(with_everything(Message.objects.all()).get(pk=message_id))


def history(thread: Thread, before: int | None = None, limit: int = PAGE_SIZE) -> tuple[list[MessageOut], bool]:
    """A page of messages that ends before `before` (a seq), oldest first, and whether there are older ones."""
    messages = thread.messages.order_by("-seq")
    if before is not None:
        messages = messages.filter(seq__lt=before)
    page = list(with_everything(messages)[: limit + 1])
    return [message_out(message) for message in reversed(page[:limit])], len(page) > limit


def history_from(thread: Thread, seq: int) -> tuple[list[MessageOut], bool]:
    """The history from a little before `seq` to the newest, bounded: the browser fetches what lies further back."""
    newer = thread.messages.filter(seq__gte=seq).count()
    return history(thread, limit=min(max(newer + PAGE_SIZE // 2, PAGE_SIZE), MOST_PAGES * PAGE_SIZE))


def seq_of(thread: Thread, message_id: int) -> int | None:
    """Where a message stands in its thread; None where there is no such message."""
    return thread.messages.filter(pk=message_id).values_list("seq", flat=True).first()


def texts_before(message: Message, limit: int) -> list[str]:
    """The last messages of the thread before this one, as written, oldest first."""
    earlier = Message.objects.filter(thread_id=message.thread_id, pk__lt=message.pk).exclude(text="")
    return list(earlier.order_by("-pk").values_list("text", flat=True)[:limit])[::-1]


def events_since(thread_id: UUID, cursor: int) -> list[Wire] | None:
    """The durable events after `cursor` in their order; None where there are more than a replay holds."""
    events = list(Event.objects.filter(thread_id=thread_id, seq__gt=cursor).order_by("seq")[: MAX_REPLAY_EVENTS + 1])
    return None if len(events) > MAX_REPLAY_EVENTS else _told(events)


def whole_log(thread: Thread) -> list[Wire]:
    """Every durable event of a thread from the first, each with its message as it is now."""
    return _told(list(thread.events.order_by("seq")))


def whole_history(thread: Thread) -> list[MessageOut]:
    """Every message of a thread, oldest first."""
    return [message_out(message) for message in with_everything(thread.messages.order_by("seq"))]


def _told(events: list[Event]) -> list[Wire]:
    wanted = {event.message_id for event in events if event.message_id and event.type.startswith("message.")}
    found = {row.pk: message_out(row) for row in with_everything(Message.objects.filter(pk__in=wanted))}
    return [shapes.event_out(event, found.get(event.message_id or 0)) for event in events]


def first_unread_seq(user: User, thread: Thread) -> int | None:
    """The seq of the oldest message of others that the person has not read."""
    read = Participant.objects.filter(thread=thread, user=user).values_list("read_seq", flat=True).first() or 0
    unread = thread.messages.filter(seq__gt=read).exclude(sender=user).order_by("seq")
    return unread.values_list("seq", flat=True).first()


def files_of(thread: Thread) -> list[Attachment]:
    """The sent files of a thread, newest first."""
    return list(
        thread.attachments.filter(message__isnull=False).select_related("uploader").order_by("-created_at")[:200]
    )


# --- counts -------------------------------------------------------------------------------------------------------


def unread_total(user: User) -> int:
    """In how many threads something waits to be read: the number at the rail and in the title."""
    read = Participant.objects.filter(thread=OuterRef("thread"), user=user, read_seq__gte=OuterRef("seq"))
    unread = Message.objects.filter(thread=OuterRef("pk")).exclude(sender=user).exclude(Exists(read))
    archived = Participant.objects.filter(thread=OuterRef("pk"), user=user, is_archived=True)
    return threads_of(user).filter(Exists(unread)).exclude(Exists(archived)).count()


def translation_progress(user: User) -> tuple[int, int]:
    """How many of the messages that the person reads only in translation are translated, and how many there are."""
    mine = Message.objects.filter(thread__in=threads_of(user), kind__in=Message.SAID).exclude(text="")
    foreign = mine.exclude(language__in=user.reads)
    settled = Translation.objects.filter(
        message=OuterRef("pk"), revision=OuterRef("revision"), language=user.reading_language
    ).filter(state__in=[Translation.State.DONE, Translation.State.FAILED])
    return foreign.filter(Exists(settled)).count(), foreign.count()


def untranslated_for(user: User, limit: int) -> Sequence[Message]:
    """The newest messages that the person reads only in translation and that have none in the present language."""
    wanted = Message.objects.filter(thread__in=threads_of(user), kind__in=Message.SAID).exclude(text="")
    living = Translation.objects.filter(
        message=OuterRef("pk"), revision=OuterRef("revision"), language=user.reading_language
    ).exclude(state=Translation.State.STALE)
    return list(wanted.exclude(language__in=user.reads).exclude(Exists(living)).order_by("-created_at")[:limit])


def waiting_translations() -> QuerySet[Translation]:
    """What the translator still owes."""
    return Translation.objects.filter(state=Translation.State.PENDING)


def waiting_recordings() -> QuerySet[Recording]:
    """What the recognizer still owes."""
    return Recording.objects.filter(state=Recording.State.WAITING)


def hotwords_of(thread: Thread) -> tuple[str, ...]:
    """What a recognizer may expect to hear: the product of the inquiry, and its code."""
    inquiry = thread.inquiry
    return tuple(filter(None, (inquiry.product_name, inquiry.sku)))
