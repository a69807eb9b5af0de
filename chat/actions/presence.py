"""Who has a socket open. A row a socket; a person is online while one of theirs shows signs of life."""

from __future__ import annotations

from django.utils import timezone

from chat import events
from chat.access import organization_id_of
from chat.models import Connection, User
from chat.queries import ONLINE_FOR, online_people


def arrive(user: User, channel: str) -> None:
    """A socket was opened. The first one of a person is announced."""
    was_online = bool(online_people([user.pk]))
    with events.write_lock():
        Connection.objects.update_or_create(channel=channel, defaults={"user": user, "seen_at": timezone.now()})
    if not was_online:
        _announce(user.pk, online=True)


def stay(user: User, channel: str) -> None:
    """A sign of life."""
    with events.write_lock():
        Connection.objects.filter(channel=channel).update(seen_at=timezone.now())


def leave(user: User, channel: str) -> None:
    """A socket was closed. The last one of a person is announced."""
    with events.write_lock():
        Connection.objects.filter(channel=channel).delete()
        User.objects.filter(pk=user.pk).update(last_seen_at=timezone.now())
    if not online_people([user.pk]):
        _announce(user.pk, online=False)


def drop_silent() -> None:
    """Forget the sockets that have shown no sign of life for a while: their server died."""
    silent = Connection.objects.filter(seen_at__lt=timezone.now() - ONLINE_FOR)
    user_ids = set(silent.values_list("user_id", flat=True))
    if not user_ids:
        return
    with events.write_lock():
        silent.delete()
        User.objects.filter(pk__in=user_ids).update(last_seen_at=timezone.now())
    for user_id in user_ids - online_people(user_ids):
        _announce(user_id, online=False)


def _announce(user_id: int, *, online: bool) -> None:
    organization_id = organization_id_of(User(pk=user_id))
    if organization_id is not None:
        events.announce_presence(user_id, organization_id, online=online)
