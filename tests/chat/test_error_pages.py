"""Everything that goes wrong shares one page: one sentence, one line, one button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from chat.middleware import error_page
from chat.models import User
from chat.views import errors
from tests.cast import Cast


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Whatever language an earlier test left in force."""
    with translation.override("en"):
        yield


@pytest.fixture
def request_of_nobody(rf: RequestFactory) -> Any:
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    return request


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 413, 415, 429, 500, 503])
def test_every_status_has_its_sentence_and_a_way_on_without_asking_the_database(
    request_of_nobody: Any, status: int
) -> None:
    # No `db` fixture: any query would fail the test.
    response = error_page(request_of_nobody, status, "What happened.")
    page = response.content.decode()
    assert response.status_code == status
    for expected in ("What happened.", "Go to the inbox", f'<p class="error__code">{status}</p>', "<h1"):
        assert expected in page


def test_only_an_update_reloads_by_itself(request_of_nobody: Any) -> None:
    assert 'http-equiv="refresh"' in error_page(request_of_nobody, 503, "s").content.decode()
    assert 'http-equiv="refresh"' not in error_page(request_of_nobody, 500, "s").content.decode()


def test_it_appears_when_the_database_is_what_failed(rf: RequestFactory) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise OperationalError

    request = rf.get("/")
    request.user = Broken()  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    assert "Nothing you sent is lost." in errors.server_error(request).content.decode()


def test_the_code_of_a_failure_is_on_the_page_and_in_the_log(
    request_of_nobody: Any, caplog: pytest.LogCaptureFixture
) -> None:
    page = errors.server_error(request_of_nobody).content.decode()
    code = caplog.records[-1].getMessage().rpartition(" ")[2]
    assert f"Code {code}." in page


def test_a_sentence_cannot_bring_markup(request_of_nobody: Any) -> None:
    page = error_page(request_of_nobody, 404, "<script>x()</script>").content.decode()
    assert "<script>x()" not in page


def test_a_missing_page_speaks_the_language_of_who_is_signed_in(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.jordan.pk).update(interface_language="es")
    client.force_login(cast.jordan, "django.contrib.auth.backends.ModelBackend")
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert '<html lang="es"' in response.content.decode()
    with translation.override("es"):
        assert translation.gettext("This page does not exist.") in response.content.decode()


def test_a_refusal_in_a_view_is_such_a_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.olga, "django.contrib.auth.backends.ModelBackend")
    response = client.get(f"/threads/{cast.thread.pk}/")
    assert response.status_code == 403
    assert ">403</p>" in response.content.decode()
