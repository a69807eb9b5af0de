"""Reporting a message to the operator."""

from __future__ import annotations

import pytest
from django.test import Client

from chat.actions import reports
from chat.models import Report, User
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, say


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_message_is_reported_once_by_each_person(cast: Cast) -> None:
    message = say(cast.liwei, cast.thread, "请汇款到新账户。")
    path = f"/api/threads/{cast.thread.pk}/messages/{message.pk}/report"
    for reason in ("fraud", "spam"):
        answer = signed_in(cast.jordan).post(path, {"reason": reason, "note": "A new account?"}, "application/json")
        assert answer.status_code == 204
    reports.report(cast.chen, cast.thread.pk, message.pk, Report.Reason.OTHER)
    assert list(Report.objects.values_list("reporter__name", "reason", "note")) == [
        ("Jordan", "fraud", "A new account?"),
        ("Chen", "other", ""),
    ]


def test_an_outsider_reports_nothing(cast: Cast) -> None:
    message = say(cast.liwei, cast.thread, "您好。")
    with pytest.raises(Refusal, match=ErrorCode.NOT_PARTICIPANT):
        reports.report(cast.olga, cast.thread.pk, message.pk, Report.Reason.SPAM)


def test_the_operator_sees_the_message_and_settles_the_report(cast: Cast) -> None:
    message = say(cast.liwei, cast.thread, "请汇款到新账户。")
    found = reports.report(cast.jordan, cast.thread.pk, message.pk, Report.Reason.FRAUD)
    operator = User.objects.create_superuser("operator@example.com", "a long password", name="Operator")
    page = signed_in(operator).get("/admin/chat/report/").content.decode()
    assert "请汇款到新账户。" in page
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": found.pk, "form-0-is_settled": "on"}
    signed_in(operator).post("/admin/chat/report/", {**form, "_save": "Save"})
    found.refresh_from_db()
    assert found.is_settled
