"""One socket: parse, act, acknowledge, forward. No ORM, no JSON and no trade here."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from uuid import UUID

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation as i18n

from chat import access, drafts, events, identity, queries, refusals, sending
from chat.actions import corrections, messages, presence, receipts, translations, utterances
from chat.actions.saying import Saying
from chat.fanout import Incoming, ThreadFeed
from chat.limits import CommandBudget
from chat.microphone import Microphone
from chat.offloop import act
from chat.protocol import (
    SUBPROTOCOL,
    Ack,
    AnyCommand,
    CloseCode,
    Error,
    ErrorCode,
    FiguresConfirm,
    LanguageDetect,
    MessageEdit,
    MessageSend,
    PersonChanged,
    Ping,
    ReceiptDeliver,
    ReceiptRead,
    Refusal,
    ThreadReset,
    ThreadSubscribe,
    ThreadSubscribed,
    ThreadUnsubscribe,
    TranslationCorrect,
    TranslationRetry,
    TypingStart,
    UtteranceStart,
    UtteranceStop,
    Wire,
    encode,
    parse_command,
)

logger = logging.getLogger(__name__)


class ChatConsumer(AsyncWebsocketConsumer):
    """A tab of a person, or a program of theirs, following any number of threads."""

    me: identity.Identity | None = None
    """Who is at the other end; None for nobody known, who is told so and hears nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feeds: dict[str, ThreadFeed] = {}
        self.groups_joined: set[str] = set()
        self.budget = CommandBudget()
        self.alarm: asyncio.TimerHandle | None = None

    # --- the life of the socket -----------------------------------------------------------------------------------

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As channels does it, without its thread hop a message: nothing here touches the ORM outside `act`."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        self.me = await act(identity.identify, self.scope)
        offered = self.scope.get("subprotocols", [])
        await self.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        if self.me is None:
            await self._hang_up(CloseCode.SIGNED_OUT)
            return
        await self._join(events.user_group(self.me.user.pk))
        if self.me.organization_id is not None:
            await self._join(events.organization_group(self.me.organization_id))
        self.microphone = Microphone(self.channel_name)
        await act(presence.arrive, self.me.user, self.channel_name)

    async def disconnect(self, code: int) -> None:
        self._silence()
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)
        if self.me is not None:
            await self.microphone.hang_up()
            await act(presence.leave, self.me.user, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.me is None:
            return
        try:
            await (self._hear(bytes_data) if bytes_data is not None else self._obey(text_data))
        except Refusal as refusal:
            self.budget.refuse()
            await self._answer_refusal(refusal, refusal.ref)
        if self.budget.is_abused:
            await self._hang_up(CloseCode.ABUSE)

    # --- commands -------------------------------------------------------------------------------------------------

    async def _hear(self, chunk: bytes) -> None:
        try:
            await self.microphone.hear(chunk)
        except Refusal:
            raise
        except Exception as error:
            code = uuid.uuid4().hex[:8]
            logger.exception("audio could not be taken, code %s", code)
            raise Refusal(ErrorCode.UNAVAILABLE, id=code) from error

    async def _obey(self, frame: str | None) -> None:
        if frame is None:
            raise Refusal(ErrorCode.MALFORMED)
        command = parse_command(frame)
        try:
            self._admit()
            await self._carry_out(command)
        except Refusal as refusal:
            refusal.ref = command.ref
            raise
        except Exception as error:
            # A programming error or a lost database: the client keeps the command and may send it again.
            code = uuid.uuid4().hex[:8]
            logger.exception("command %s failed, code %s", command.type, code)
            raise Refusal(ErrorCode.UNAVAILABLE, ref=command.ref, id=code) from error

    def _admit(self) -> None:
        if self.me is None or self.me.has_expired:
            raise Refusal(ErrorCode.SESSION_ENDED)
        wait_s = self.budget.spend(time.monotonic())
        if wait_s:
            raise Refusal(ErrorCode.RATE_LIMITED, n=max(1, round(wait_s)), wait_ms=int(wait_s * 1000) + 1)

    async def _carry_out(self, command: AnyCommand) -> None:
        answer = await self.HANDLERS[type(command)](self, command)
        if answer is not None:
            await self._send(answer)

    async def _subscribe(self, command: ThreadSubscribe) -> None:
        thread = await act(access.thread_for, self._user, command.thread)
        # First join, then read: what happens in between comes twice and is dropped, never not at all.
        await self._join(events.thread_group(thread.pk))
        for organization_id in filter(None, (thread.buyer_id, thread.supplier_id)):
            await self._join(events.presence_group(organization_id))
        self.feeds[str(thread.pk)] = ThreadFeed(command.cursor, settings.FAN_OUT_DEADLINE_S)
        await self._send(Ack(ref=command.ref))
        await self._replay(thread.pk)
        people = await act(queries.participants_of, thread)
        cursor = self.feeds[str(thread.pk)].cursor
        await self._send(ThreadSubscribed(thread=str(thread.pk), cursor=cursor, participants=people))

    async def _unsubscribe(self, command: ThreadUnsubscribe) -> Ack:
        self.feeds.pop(str(command.thread), None)
        await self._leave(events.thread_group(command.thread))
        return Ack(ref=command.ref)

    async def _send_message(self, command: MessageSend) -> Ack:
        saying = Saying(
            self._user, command.thread, command.client_id, command.text, command.language, command.attachments
        )
        sent = await sending.say(saying)
        return Ack(ref=command.ref, seq=sent.seq, message_id=str(sent.message_id), revision=sent.revision)

    async def _edit_message(self, command: MessageEdit) -> Ack:
        sent = await act(messages.edit, self._user, command.thread, command.message_id, command.revision, command.text)
        return Ack(ref=command.ref, seq=sent.seq, message_id=str(sent.message_id), revision=sent.revision)

    async def _retry_translation(self, command: TranslationRetry) -> Ack:
        await act(translations.retry, self._user, command.thread, command.message_id, command.language)
        return Ack(ref=command.ref)

    async def _correct_translation(self, command: TranslationCorrect) -> Ack:
        seen = (command.thread, command.message_id, command.revision)
        await act(corrections.correct, self._user, *seen, command.language, command.text)
        return Ack(ref=command.ref)

    async def _detect_language(self, command: LanguageDetect) -> Ack:
        return Ack(ref=command.ref, language=await act(drafts.other_language, self._user, command.thread, command.text))

    async def _deliver_receipt(self, command: ReceiptDeliver) -> Ack:
        await act(receipts.deliver, self._user, command.thread, command.seq)
        return Ack(ref=command.ref)

    async def _read_receipt(self, command: ReceiptRead) -> Ack:
        await act(receipts.read, self._user, command.thread, command.seq)
        return Ack(ref=command.ref)

    async def _start_typing(self, command: TypingStart) -> Ack:
        thread = await act(access.thread_for, self._user, command.thread)
        await act(events.announce_typing, thread.pk, self._user.pk, self._user.name)
        return Ack(ref=command.ref)

    async def _start_utterance(self, command: UtteranceStart) -> Ack:
        await self.microphone.open(self._user, command)
        return Ack(ref=command.ref)

    async def _stop_utterance(self, command: UtteranceStop) -> Ack:
        await self.microphone.close()
        return Ack(ref=command.ref)

    async def _confirm_figures(self, command: FiguresConfirm) -> Ack:
        await act(utterances.confirm_figures, self._user, command.thread, command.message_id, command.revision)
        return Ack(ref=command.ref)

    async def _ping(self, command: Ping) -> Ack:
        await act(presence.stay, self._user, self.channel_name)
        return Ack(ref=command.ref)

    HANDLERS: ClassVar[dict[type[Any], Callable[[Any, Any], Awaitable[Ack | None]]]] = {
        ThreadSubscribe: _subscribe,
        ThreadUnsubscribe: _unsubscribe,
        MessageSend: _send_message,
        MessageEdit: _edit_message,
        TranslationRetry: _retry_translation,
        TranslationCorrect: _correct_translation,
        LanguageDetect: _detect_language,
        ReceiptDeliver: _deliver_receipt,
        ReceiptRead: _read_receipt,
        TypingStart: _start_typing,
        UtteranceStart: _start_utterance,
        UtteranceStop: _stop_utterance,
        FiguresConfirm: _confirm_figures,
        Ping: _ping,
    }

    # --- what the groups bring ------------------------------------------------------------------------------------

    async def chat_event(self, message: dict[str, Any]) -> None:
        """A durable event of a thread."""
        feed = self.feeds.get(message["thread"])
        if feed is None or self.me is None:
            return
        is_mine = message["by"] == str(self.me.user.pk)
        waits_for = "" if is_mine else self.me.needs(message["pending"])
        incoming = Incoming(message["seq"], message["frame"], message["message_id"], waits_for, message["finishes"])
        feed.feed(incoming, time.monotonic())
        await self._release(UUID(message["thread"]), feed)

    async def chat_hint(self, message: dict[str, Any]) -> None:
        """Something that is not in the log."""
        if self.me is not None and message.get("by") != str(self.me.user.pk):
            await self.send(text_data=message["frame"])

    async def chat_person(self, message: dict[str, Any]) -> None:
        """This person changed their languages, signed out somewhere, or was removed from the organization."""
        if self.me is None:
            return
        if message["removed"] or (message["session_ended"] and message["session_ended"] == self.me.session_key):
            await self._hang_up(CloseCode.SIGNED_OUT)
        else:
            before, self.me = self.me, await act(identity.refresh, self.me)
            if before.user.reads != self.me.user.reads:
                await self._send(PersonChanged(reads=list(self.me.user.reads)))

    async def voice_guessed(self, message: dict[str, Any]) -> None:
        """A worker has listened to what is being said here."""
        await self.microphone.guessed(message)

    async def voice_captioned(self, message: dict[str, Any]) -> None:
        """A worker has translated it."""
        await self.microphone.captioned(message)

    async def chat_wake(self, message: dict[str, Any]) -> None:
        """The alarm rang: something that waited for its translation may have to go out as it is."""
        for thread_id, feed in list(self.feeds.items()):
            await self._release(UUID(thread_id), feed)

    # --- private --------------------------------------------------------------------------------------------------

    @property
    def _user(self) -> Any:
        if self.me is None:
            raise Refusal(ErrorCode.SESSION_ENDED)
        return self.me.user

    async def _release(self, thread_id: UUID, feed: ThreadFeed) -> None:
        now = time.monotonic()
        for frame in feed.release(now):
            await self.send(text_data=frame)
        if feed.is_behind(now):
            await self._replay(thread_id)
        self._set_alarm(feed.wake_at())

    async def _replay(self, thread_id: UUID) -> None:
        feed = self.feeds[str(thread_id)]
        missed = await act(queries.events_since, thread_id, feed.cursor)
        if missed is None:
            cursor = (await act(access.thread_for, self._user, thread_id)).last_seq
            feed.skip_to(cursor)
            await self._send(ThreadReset(thread=str(thread_id), cursor=cursor))
            return
        for event in missed:
            await self._send(event)
            feed.skip_to(getattr(event, "seq", 0))

    def _set_alarm(self, at: float | None) -> None:
        """See to it that the feeds are looked at again at `at`. An alarm too many does no harm."""
        if at is None:
            return
        loop = asyncio.get_running_loop()
        due = loop.time() + max(at - time.monotonic(), 0.001)
        if self.alarm is None or due < self.alarm.when():
            self._silence()
            self.alarm = loop.call_at(due, self._ring)

    def _silence(self) -> None:
        if self.alarm:
            self.alarm.cancel()
        self.alarm = None

    def _ring(self) -> None:
        self.alarm = None
        # Through the channel, so that it is handled in turn like everything else that comes to this socket.
        self.ringing = asyncio.ensure_future(self.channel_layer.send(self.channel_name, {"type": "chat.wake"}))

    async def _send(self, event: Wire) -> None:
        await self.send(text_data=encode(event))

    async def _answer_refusal(self, refusal: Refusal, ref: str | None) -> None:
        retry_after_ms = refusal.values.get("wait_ms")
        error = Error(
            ref=ref,
            code=refusal.code,
            detail=self._sentence(refusal),
            field=refusal.field,
            retry_after_ms=retry_after_ms if isinstance(retry_after_ms, int) else None,
        )
        await self._send(error)
        if refusal.code == ErrorCode.SESSION_ENDED:
            await self._hang_up(CloseCode.SIGNED_OUT)

    def _sentence(self, refusal: Refusal) -> str:
        with i18n.override(self.me.user.interface_language if self.me else None):
            return refusals.sentence(refusal)

    async def _hang_up(self, code: CloseCode) -> None:
        # A plain number: the server's WebSocket library takes no enumeration.
        await self.close(int(code))

    async def _join(self, group: str) -> None:
        if group not in self.groups_joined:
            self.groups_joined.add(group)
            await self.channel_layer.group_add(group, self.channel_name)

    async def _leave(self, group: str) -> None:
        self.groups_joined.discard(group)
        await self.channel_layer.group_discard(group, self.channel_name)
