"""REST for programs and for our own pages: the same actions, permissions and idempotency as the socket."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.files import UploadedFile
from ninja.security import SessionAuth
from pydantic import ConfigDict, Field

from chat import access, queries, shapes, versions, voice_notes
from chat.actions import accounts, attachments, messages, reports, threads
from chat.bearer import BearerToken
from chat.models import Report, User
from chat.protocol import (
    MAX_ATTACHMENTS,
    AttachmentOut,
    ErrorCode,
    Language,
    MessageOut,
    ParticipantOut,
    Person,
    Refusal,
    Uuid,
)
from chat.refusals import sentence, status_of
from chat.uploads import MAX_FILE_BYTES, clean, too_large
from speech.audio import MAX_UPLOAD_BYTES

PAGE_LIMIT = 200


api = NinjaAPI(
    title="Parley",
    version="1",
    description="Buyers and suppliers who share no language. The socket at `/ws/` speaks `parley.v1`.",
    auth=[BearerToken(), SessionAuth(csrf=True)],
)


class Strict(Schema):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Credentials(Strict):
    email: str = Field(max_length=254)
    password: str = Field(max_length=1000)


class Token(Schema):
    token: str
    """Shown once; only its hash is kept."""


class Me(Schema):
    person: Person
    email: str
    interface_language: str
    reads: list[str]
    speaks: str
    time_zone: str


class ThreadOut(Schema):
    """A thread as its list shows it."""

    id: str
    subject: str
    status: str
    side: str
    buyer: str
    supplier: str | None
    waits_on: str
    last_seq: int
    last_activity_at: str | None


class EventsOut(Schema):
    """The durable events after a cursor. `reset`: too many, load the messages instead and go on from `cursor`."""

    events: list[dict[str, Any]]
    cursor: int
    reset: bool = False


class HistoryOut(Schema):
    """A page of messages, oldest first, and whether there are older ones."""

    messages: list[MessageOut]
    more: bool


class ThreadDetail(Schema):
    """A thread as a screen loads it afresh: go on from `cursor`."""

    cursor: int
    subject: str
    blocked_by: list[str]
    """`buyer`, `supplier` or both: while there is one, nobody writes."""
    participants: list[ParticipantOut]
    messages: list[MessageOut]
    more: bool


class MessageIn(Strict):
    client_id: Uuid
    text: str = ""
    language: Language | None = None
    attachments: list[Uuid] = Field(default=[], max_length=MAX_ATTACHMENTS)


class SentOut(Schema):
    message_id: str
    seq: int
    revision: int


class VoiceKept(Schema):
    """A recording that will be a message under `client_id`, once it is transcribed."""

    client_id: str
    duration_ms: int


class VersionOut(Schema):
    """A message and its translation as they stood from `at` on."""

    at: str
    revision: int
    language: str
    text: str
    translation: str
    corrected_by: str
    engine: str


class ReportIn(Strict):
    reason: Report.Reason
    note: str = Field(default="", max_length=500)


class InquiryIn(Strict):
    """One inquiry to one or several suppliers, by the id of their organization."""

    client_id: Uuid
    suppliers: list[int] = Field(min_length=1, max_length=50)
    subject: str = Field(min_length=1, max_length=120)
    product_name: str = Field(min_length=1, max_length=120)
    sku: str = Field(default="", max_length=60)
    quantity: Decimal = Field(gt=0, max_digits=14, decimal_places=3)
    unit: str = Field(default="pcs", max_length=16)
    target_price: Decimal | None = Field(default=None, gt=0, max_digits=14, decimal_places=4)
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    destination: str = Field(default="", max_length=120)
    text: str
    pictures: list[Uuid] = Field(default=[], max_length=MAX_ATTACHMENTS)


class InquiryOut(Schema):
    id: str
    threads: list[str]


def _person(request: HttpRequest) -> Any:
    return request.user


@api.post("/token", auth=None, response=Token)
def create_token(request: HttpRequest, credentials: Credentials) -> Token:
    """Give a bearer token for an e-mail and a password. Throttled as signing in is."""
    try:
        user = authenticate(request, username=credentials.email.strip().lower(), password=credentials.password)
    except PermissionDenied as error:
        raise Refusal(ErrorCode.RATE_LIMITED, n=900) from error
    if not isinstance(user, User):
        raise AuthenticationError
    return Token(token=accounts.issue_token(user))


@api.get("/me", response=Me)
def me(request: HttpRequest) -> Me:
    """Who the token or session belongs to."""
    user = _person(request)
    return Me(
        person=shapes.person(user, access.organization_of(user)),
        email=user.email,
        interface_language=user.interface_language,
        reads=list(user.reads),
        speaks=user.speaking_language,
        time_zone=user.time_zone,
    )


@api.get("/threads", response=list[ThreadOut])
def list_threads(request: HttpRequest, limit: int = 50, offset: int = 0) -> list[ThreadOut]:
    """The person's threads, the latest activity first."""
    rows = access.threads_of(_person(request)).select_related("buyer", "supplier").order_by("-last_activity_at")
    organization_id = access.organization_id_of(_person(request))
    start = max(offset, 0)
    return [
        ThreadOut(
            id=str(thread.pk),
            subject=thread.subject,
            status=thread.status,
            side=thread.side_of(organization_id) or "",
            buyer=thread.buyer.name,
            supplier=thread.supplier.name if thread.supplier else None,
            waits_on=thread.waits_on,
            last_seq=thread.last_seq,
            last_activity_at=shapes.instant(thread.last_activity_at),
        )
        for thread in rows[start : start + _bounded(limit)]
    ]


@api.get("/threads/{uuid:thread_id}", response=ThreadDetail)
def show_thread(request: HttpRequest, thread_id: UUID) -> ThreadDetail:
    """A thread afresh: its newest messages, its people, and the cursor to subscribe with."""
    thread = access.thread_for(_person(request), thread_id)
    page, more = queries.history(thread)
    people = queries.participants_of(thread)
    return ThreadDetail(
        cursor=thread.last_seq,
        subject=thread.subject,
        blocked_by=thread.blocked_by,
        participants=people,
        messages=page,
        more=more,
    )


@api.get("/threads/{uuid:thread_id}/events", response=EventsOut)
def list_events(request: HttpRequest, thread_id: UUID, after: int = 0) -> EventsOut:
    """What happened after `after`, in the shapes of the socket."""
    thread = access.thread_for(_person(request), thread_id)
    events = queries.events_since(thread.pk, max(after, 0))
    if events is None:
        return EventsOut(events=[], cursor=thread.last_seq, reset=True)
    cursor = getattr(events[-1], "seq", after) if events else max(after, 0)
    return EventsOut(events=[event.model_dump() for event in events], cursor=cursor)


@api.get("/threads/{uuid:thread_id}/messages", response=HistoryOut)
def list_messages(
    request: HttpRequest, thread_id: UUID, before: int | None = None, limit: int = queries.PAGE_SIZE
) -> HistoryOut:
    """A page of the history that ends before the seq `before`."""
    thread = access.thread_for(_person(request), thread_id)
    page, more = queries.history(thread, before, _bounded(limit))
    return HistoryOut(messages=page, more=more)


@api.post("/threads/{uuid:thread_id}/messages", response=SentOut)
def send_message(request: HttpRequest, thread_id: UUID, message: MessageIn) -> SentOut:
    """Say something. Sent twice under one `client_id`, it is said once."""
    sent = messages.send(
        _person(request),
        thread_id,
        message.client_id,
        message.text,
        language=message.language,
        attachments=message.attachments,
    )
    return SentOut(message_id=str(sent.message_id), seq=sent.seq, revision=sent.revision)


@api.get("/threads/{uuid:thread_id}/messages/{int:message_id}/versions", response=list[VersionOut])
def list_versions(request: HttpRequest, thread_id: UUID, message_id: int, language: str = "") -> list[VersionOut]:
    """What a message said, in pair with its translation into `language` where one is kept. The newest first."""
    message = access.message_for(_person(request), access.thread_for(_person(request), thread_id), message_id)
    found = versions.versions_of(message, language)
    return [VersionOut(**{**asdict(version), "at": shapes.instant(version.at)}) for version in found]


@api.post("/threads/{uuid:thread_id}/messages/{int:message_id}/report")
def report_message(request: HttpRequest, thread_id: UUID, message_id: int, report: ReportIn) -> HttpResponse:
    """Ask the operator to look at a message. Repeated, it is one report."""
    reports.report(_person(request), thread_id, message_id, report.reason, report.note)
    return HttpResponse(status=204)


@api.post("/threads/{uuid:thread_id}/attachments", response=AttachmentOut)
def upload_attachment(
    request: HttpRequest, thread_id: UUID, file: File[UploadedFile], client_id: Form[UUID]
) -> AttachmentOut:
    """Keep a picture or PDF until a message carries it."""
    access.thread_for(_person(request), thread_id)
    return shapes.attachment_out(attachments.keep(_person(request), thread_id, client_id, _clean(file)))


@api.post("/threads/{uuid:thread_id}/voice", response=VoiceKept)
def upload_voice(
    request: HttpRequest, thread_id: UUID, file: File[UploadedFile], client_id: Form[UUID], language: Form[str] = ""
) -> VoiceKept:
    """Send a voice note: any common format, up to 10 minutes and 25 MB. Sent twice under one `client_id`, it is one."""
    recording = voice_notes.take(_person(request), thread_id, client_id, language, _content(file, MAX_UPLOAD_BYTES))
    return VoiceKept(client_id=str(recording.client_id), duration_ms=recording.duration_ms)


@api.post("/pictures", response=AttachmentOut)
def upload_picture(request: HttpRequest, file: File[UploadedFile], client_id: Form[UUID]) -> AttachmentOut:
    """Keep a picture until an inquiry carries it."""
    access.require_buyer(_person(request))
    return shapes.attachment_out(attachments.keep(_person(request), None, client_id, _clean(file)))


@api.post("/inquiries", response=InquiryOut)
def send_inquiry(request: HttpRequest, inquiry: InquiryIn) -> InquiryOut:
    """Write one inquiry to several suppliers: one private thread each."""
    user = _person(request)
    suppliers = list(access.suppliers_for(user).filter(pk__in=inquiry.suppliers))
    if len(suppliers) != len(set(inquiry.suppliers)):
        raise Refusal(ErrorCode.NOT_FOUND)
    fields = inquiry.model_dump(exclude={"client_id", "suppliers", "pictures"})
    row = threads.send_inquiry(user, inquiry.client_id, fields, suppliers, pictures=inquiry.pictures)
    return InquiryOut(id=str(row.pk), threads=[str(pk) for pk in row.threads.values_list("pk", flat=True)])


def _clean(file: UploadedFile) -> Any:
    return clean(file.name or "", _content(file, MAX_FILE_BYTES))


def _content(file: UploadedFile, limit_bytes: int) -> bytes:
    if (file.size or 0) > limit_bytes:
        raise too_large(file.size or 0, limit_bytes)
    content: bytes = file.read()
    return content


def _bounded(limit: int) -> int:
    return min(max(limit, 1), PAGE_LIMIT)


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    problem = {"code": refusal.code.value, "detail": sentence(refusal), "field": refusal.field}
    return api.create_response(request, problem, status=status_of(refusal))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    field = ".".join(str(part) for part in error.errors[0]["loc"][2:]) if error.errors else ""
    return on_refusal(request, Refusal(ErrorCode.INVALID, field=field or None))


@api.exception_handler(AuthenticationError)
def on_unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    problem = {"code": ErrorCode.SESSION_ENDED.value, "detail": sentence(Refusal(ErrorCode.SESSION_ENDED))}
    return api.create_response(request, problem, status=401)
