"""Members of the two organizations, and nobody else."""

from __future__ import annotations

import uuid

import pytest

from chat import access
from chat.models import Membership, Side, Thread, User
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, make_organization, make_person


def test_both_sides_and_their_colleagues_see_the_thread(cast: Cast) -> None:
    for user, side in [(cast.jordan, Side.BUYER), (cast.chen, Side.BUYER), (cast.liwei, Side.SUPPLIER)]:
        assert access.require_side(user, access.thread_for(user, cast.thread.pk)) == side
        assert list(access.threads_of(user)) == [cast.thread]


def test_an_outsider_sees_nothing(outsider: User, thread: Thread) -> None:
    with pytest.raises(Refusal, match=ErrorCode.NOT_PARTICIPANT):
        access.thread_for(outsider, thread.pk)
    assert not access.threads_of(outsider).exists()


def test_a_person_without_an_organization_sees_nothing(thread: Thread) -> None:
    nobody = User.objects.create_user("nobody@example.com", name="Nobody")
    assert not access.threads_of(nobody).exists()
    with pytest.raises(Refusal):
        access.thread_for(nobody, thread.pk)


def test_a_removed_colleague_sees_nothing_any_more(cast: Cast) -> None:
    Membership.objects.filter(user=cast.chen).delete()
    with pytest.raises(Refusal):
        access.thread_for(cast.chen, cast.thread.pk)


def test_a_thread_that_does_not_exist_is_not_found(jordan: User) -> None:
    with pytest.raises(Refusal, match=ErrorCode.THREAD_NOT_FOUND):
        access.thread_for(jordan, uuid.uuid4())


def test_only_buyers_write_inquiries(cast: Cast) -> None:
    assert access.may_create_inquiry(cast.jordan)
    assert not access.may_create_inquiry(cast.liwei)
    with pytest.raises(Refusal, match=ErrorCode.FORBIDDEN):
        access.suppliers_for(cast.liwei)


def test_an_inquiry_is_seen_by_its_own_organization_only(cast: Cast) -> None:
    inquiry = cast.thread.inquiry
    assert access.inquiry_for(cast.chen, inquiry.pk) == inquiry
    with pytest.raises(Refusal):
        access.inquiry_for(cast.liwei, inquiry.pk)


def test_pictures_of_people_are_for_those_who_share_a_thread(cast: Cast) -> None:
    stranger = make_person("Pat", "en", make_organization("Elsewhere Inc", is_buyer=True))
    assert access.may_see_person(cast.jordan, cast.liwei.pk)
    assert access.may_see_person(cast.jordan, cast.chen.pk)
    assert not access.may_see_person(stranger, cast.liwei.pk)


@pytest.mark.parametrize(
    "path", ["/threads/{}/", "/threads/{}/row/", "/api/threads/{}/events", "/api/threads/{}/messages"]
)
def test_no_page_shows_a_thread_to_an_outsider(client, path: str, outsider: User, thread: Thread) -> None:  # type: ignore[no-untyped-def]
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path.format(thread.pk)).status_code == 403
