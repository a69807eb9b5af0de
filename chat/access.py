"""Who may see and do what. The only place that decides.

The members of the two organizations of a thread see it, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chat.models import ApiToken, Attachment, Inquiry, Membership, Message, Organization, Recording, Side, Thread, User
from chat.protocol import ErrorCode, Refusal


def organization_of(user: User | Any) -> Organization | None:
    """The organization a person works for; None before sign-up is finished or after removal."""
    memberships = Membership.objects.select_related("organization").filter(user_id=user.pk)
    return next((membership.organization for membership in memberships), None)


def organization_id_of(user: User | Any) -> int | None:
    """Like `organization_of`, by one narrow query."""
    return next(iter(Membership.objects.filter(user_id=user.pk).values_list("organization_id", flat=True)), None)


def threads_of(user: User | Any) -> QuerySet[Thread]:
    """Every thread that a person may see."""
    organization_id = organization_id_of(user)
    if organization_id is None:
        return Thread.objects.none()
    return Thread.objects.filter(Q(buyer_id=organization_id) | Q(supplier_id=organization_id))


def require_side(user: User | Any, thread: Thread) -> Side:
    """The side on which a person stands. Raises `Refusal` for an outsider."""
    side = thread.side_of(organization_id_of(user))
    if side is None:
        raise Refusal(ErrorCode.NOT_PARTICIPANT)
    return side


def organizations_of(user_ids: Iterable[int]) -> dict[int, Organization]:
    """The organization of each of several people, by one query."""
    memberships = Membership.objects.select_related("organization").filter(user_id__in=user_ids)
    return {membership.user_id: membership.organization for membership in memberships}


def standing(user: User | Any, thread: Thread) -> tuple[Side, Organization]:
    """The side on which a person stands, and for whom. Raises `Refusal` for an outsider."""
    return standing_of(organization_of(user), thread)


def standing_of(organization: Organization | None, thread: Thread) -> tuple[Side, Organization]:
    """The same, of somebody whose organization is known already."""
    side = thread.side_of(organization.pk) if organization else None
    if organization is None or side is None:
        raise Refusal(ErrorCode.NOT_PARTICIPANT)
    return side, organization


def thread_for(user: User | Any, thread_id: UUID | str) -> Thread:
    """A thread that the person may see. Raises `Refusal` where there is none, or it is not theirs."""
    thread = Thread.objects.select_related("inquiry", "buyer", "supplier").filter(pk=thread_id).first()
    if thread is None:
        raise Refusal(ErrorCode.THREAD_NOT_FOUND)
    require_side(user, thread)
    return thread


def message_for(user: User | Any, thread: Thread, message_id: str | int) -> Message:
    """A message of a thread that the person may see. Raises `Refusal` where there is none."""
    require_side(user, thread)
    message = thread.messages.filter(pk=message_id).first()
    if message is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return message


def require_author(user: User | Any, message: Message) -> None:
    """Only its author changes what a message says. Raises `Refusal` for everybody else."""
    if message.sender_id != user.pk or message.kind not in Message.SAID:
        raise Refusal(ErrorCode.FORBIDDEN)


def require_open(thread: Thread) -> None:
    """While one side blocks a thread, neither says anything in it. Raises `Refusal` then."""
    if thread.blocked_by:
        raise Refusal(ErrorCode.BLOCKED)


def inquiries_of(user: User | Any) -> QuerySet[Inquiry]:
    """The inquiries that the person's own organization has written."""
    return Inquiry.objects.filter(buyer_id=organization_id_of(user) or 0)


def inquiry_for(user: User | Any, inquiry_id: int, *, lock: bool = False) -> Inquiry:
    """An inquiry of one's own organization, on demand locked until the transaction ends.

    Raises `Refusal` where there is none.
    """
    inquiries = inquiries_of(user)
    inquiry = (inquiries.select_for_update() if lock else inquiries).filter(pk=inquiry_id).first()
    if inquiry is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return inquiry


def require_buyer(user: User | Any) -> Organization:
    """Only buyers send inquiries. Raises `Refusal` for everybody else."""
    organization = organization_of(user)
    if organization is None or not organization.is_buyer:
        raise Refusal(ErrorCode.FORBIDDEN)
    return organization


def may_create_inquiry(user: User | Any) -> bool:
    """Whether the person's organization buys."""
    organization = organization_of(user)
    return bool(organization and organization.is_buyer)


def suppliers_for(user: User | Any) -> QuerySet[Organization]:
    """The suppliers that a buyer may find and write to: all but the own organization."""
    organization = require_buyer(user)
    return Organization.objects.filter(is_supplier=True).exclude(pk=organization.pk)


def may_manage_organization(user: User | Any) -> bool:
    """Owners change the organization and remove people."""
    return Membership.objects.filter(user_id=user.pk, role=Membership.Role.OWNER).exists()


def attachment_for(user: User | Any, attachment_id: UUID | str) -> Attachment:
    """A file that the person may see: of a thread of theirs, of an inquiry they wrote or got, or their own.

    Raises `Refusal` otherwise.
    """
    attachment = Attachment.objects.select_related("thread", "inquiry").filter(pk=attachment_id).first()
    if attachment is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if attachment.uploader_id != user.pk and not _reaches(user, attachment):
        raise Refusal(ErrorCode.FORBIDDEN)
    return attachment


def recording_for(user: User | Any, recording_id: UUID | str) -> Recording:
    """A spoken message's sound, for those who may see the message, and for its speaker. Raises `Refusal` otherwise."""
    recording = Recording.objects.select_related("thread").filter(pk=recording_id).first()
    if recording is None or not recording.file:
        raise Refusal(ErrorCode.NOT_FOUND)
    if recording.message_id is not None:
        require_side(user, recording.thread)
    elif recording.speaker_id != user.pk:
        raise Refusal(ErrorCode.FORBIDDEN)
    return recording


def _reaches(user: User | Any, attachment: Attachment) -> bool:
    # An upload that has not been sent yet is its uploader's alone.
    if attachment.message_id is not None and attachment.thread is not None:
        return attachment.thread.side_of(organization_id_of(user)) is not None
    return attachment.inquiry_id is not None and threads_of(user).filter(inquiry_id=attachment.inquiry_id).exists()


def may_see_person(user: User | Any, other_id: int) -> bool:
    """Colleagues and the people of the other side of a thread know each other's picture."""
    if user.pk == other_id:
        return True
    other = Membership.objects.filter(user_id=other_id).values_list("organization_id", flat=True).first()
    own = organization_id_of(user)
    if other is None or own is None:
        return False
    shared = Q(buyer_id=other) | Q(supplier_id=other)
    return other == own or threads_of(user).filter(shared).exists()


def token_row(token: str) -> ApiToken | None:
    """The living bearer token that a program shows; None where it is unknown or revoked."""
    living = ApiToken.objects.select_related("user").filter(revoked_at__isnull=True, user__is_active=True)
    return living.filter(digest=ApiToken.digest_of(token)).first()


def user_of_token(token: str) -> User | None:
    """The person whose program shows this bearer token."""
    row = token_row(token)
    return row.user if row else None
