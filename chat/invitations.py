"""Invitations: signed links that expire. Nothing is stored; what a link may do is in it, under our signature."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core import signing
from django.utils import timezone

from chat.models import Thread, User

SALT = "parley.invitation"


class InvalidInvitation(Exception):
    """The link is not one of ours, or was changed."""


class ExpiredInvitation(Exception):
    """The link was ours and is too old; `inviter_name` can send a new one."""

    def __init__(self, inviter_name: str) -> None:
        super().__init__(inviter_name)
        self.inviter_name = inviter_name


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link allows: to join an organization, or to come into a thread as its supplier."""

    kind: Literal["colleague", "counterpart"]
    inviter_id: int
    inviter_name: str
    organization_id: int = 0
    email: str = ""
    """Of a colleague: the only address that may take the link."""
    issued_at: float = 0.0
    """Seconds since 1970. A colleague who was sent away later does not come back by it."""
    thread_id: str = ""


def for_colleague(inviter: User, organization_id: int, email: str) -> str:
    """The token of a link by which `email` joins the organization."""
    now = timezone.now().timestamp()
    return _signed(Invitation("colleague", inviter.pk, inviter.name, organization_id, email.strip().lower(), now))


def for_thread(inviter: User, thread: Thread) -> str:
    """The token of a link by which a supplier comes into the thread."""
    return _signed(Invitation("counterpart", inviter.pk, inviter.name, thread_id=str(thread.pk)))


def read(token: str) -> Invitation:
    """What a token allows. Raises `ExpiredInvitation` or `InvalidInvitation`."""
    try:
        content = signing.loads(token, salt=SALT)
        invitation = Invitation(**content)
    except (signing.BadSignature, TypeError) as error:
        raise InvalidInvitation from error
    try:
        signing.loads(token, salt=SALT, max_age=timedelta(days=settings.INVITATION_DAYS))
    except signing.SignatureExpired as error:
        raise ExpiredInvitation(invitation.inviter_name) from error
    return invitation


def _signed(invitation: Invitation) -> str:
    return signing.dumps(asdict(invitation), salt=SALT, compress=True)
