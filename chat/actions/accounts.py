"""People and organizations: coming in, changing how one reads, leaving."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from chat import access, events
from chat.actions import threads, translations
from chat.models import ApiToken, Departure, Membership, Organization, User
from chat.protocol import ErrorCode, Refusal
from chat.uploads import portrait


def sign_up(email: str, password: str, **fields: Any) -> User:
    """Make a person. Raises `Refusal` (CONFLICT) where the address is taken."""
    try:
        with events.write_lock():
            return User.objects.create_user(email, password, **fields)
    except IntegrityError as error:
        raise Refusal(ErrorCode.CONFLICT) from error


def found_organization(user: User, **fields: Any) -> Organization:
    """Make the person's organization, with them as its owner. Done again, it changes what they founded."""
    with events.write_lock():
        existing = access.organization_of(user)
        if existing is not None:
            return change_organization(user, **fields)
        organization = Organization.objects.create(**fields)
        Membership.objects.create(user=user, organization=organization, role=Membership.Role.OWNER)
    return organization


def join_organization(user: User, organization_id: int) -> None:
    """Make the person a member. Raises `Refusal` (CONFLICT) where they work for another organization."""
    present = access.organization_id_of(user)
    if present == organization_id:
        return
    if present is not None:
        raise Refusal(ErrorCode.CONFLICT)
    with events.write_lock():
        Membership.objects.create(user=user, organization_id=organization_id)
    events.announce_person(user.pk)


def change_organization(user: User, **fields: Any) -> Organization:
    """Change the person's organization. Raises `Refusal` (FORBIDDEN) for everybody but its owners."""
    organization = access.organization_of(user)
    if organization is None or not access.may_manage_organization(user):
        raise Refusal(ErrorCode.FORBIDDEN)
    _set(organization, **fields)
    return organization


def remove_colleague(user: User, colleague_id: int) -> None:
    """Take a colleague out of the organization: their screens hear no more. Raises `Refusal`."""
    colleagues = Membership.objects.filter(organization_id=access.organization_id_of(user))
    colleague = colleagues.filter(user__pk=colleague_id).first()
    if not access.may_manage_organization(user) or colleague_id == user.pk:
        raise Refusal(ErrorCode.FORBIDDEN)
    if colleague is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    with events.write_lock():
        _leave_threads(user, colleague_id)
        colleague.delete()
        Departure.objects.update_or_create(
            user_id=colleague_id, organization_id=colleague.organization_id, defaults={"left_at": timezone.now()}
        )
    events.announce_person(colleague_id, removed=True)


def _leave_threads(user: User, colleague_id: int) -> None:
    # Nobody answers for a thread that they do not see: it goes back to the whole team.
    assigned = Q(buyer_assignee=colleague_id) | Q(supplier_assignee=colleague_id)
    for thread_id in access.threads_of(user).filter(assigned).values_list("pk", flat=True):
        threads.assign(user, thread_id, None)


def change_profile(user: User, **fields: Any) -> None:
    """Change what is the person's own affair: name, zone, appearance, keys."""
    _set(user, **fields)
    events.announce_person(user.pk)


def change_picture(user: User, content: bytes) -> None:
    """Set the person's picture from an uploaded one. Raises `Refusal` as `uploads.portrait` does."""
    picture = ContentFile(portrait(content), name=f"{user.pk}-{secrets.token_hex(4)}.webp")
    with events.write_lock():
        user.picture.delete(save=False)
        user.picture.save(picture.name or "", picture, save=False)
        user.save(update_fields=["picture"])


def change_languages(user: User, *, reading: str, speaking: str, interface: str, also_reads: list[str]) -> int:
    """Set the person's languages and queue what they cannot read now. Gives the number of messages queued."""
    _set(
        user,
        reading_language=reading,
        speaking_language=speaking,
        interface_language=interface,
        also_reads=sorted(set(also_reads) - {reading}),
    )
    events.announce_person(user.pk)
    return translations.request_missing(user)


def end_session(user: User, session_key: str) -> None:
    """Close the sockets of a session that is being signed out."""
    events.announce_person(user.pk, session_ended=session_key)


def end_all_sessions(user: User) -> None:
    """Close every socket and void every token of a person whose password changed.

    Only those who know the new one come back.
    """
    with events.write_lock():
        user.tokens.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    events.announce_person(user.pk, removed=True)


def issue_token(user: User) -> str:
    """A new bearer token for the person's programs. Only its hash is kept: it is shown this once."""
    token = secrets.token_urlsafe(32)
    with events.write_lock():
        ApiToken.objects.create(user=user, digest=ApiToken.digest_of(token))
    return token


def revoke_token(user: User, token_id: int) -> None:
    """Make a token of the person's own useless, and close what it opened. Raises `Refusal` (NOT_FOUND)."""
    with events.write_lock():
        revoked = user.tokens.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if not revoked:
        raise Refusal(ErrorCode.NOT_FOUND)
    events.announce_person(user.pk, session_ended=f"token:{token_id}")


def _set(row: User | Organization, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    with events.write_lock():
        row.save(update_fields=list(fields))
