"""An inquiry goes to suppliers who have not got it yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat import access
from chat.actions import threads
from chat.forms.inquiries import SuppliersForm
from chat.models import Inquiry
from chat.views import inquiry_choices
from chat.views.guards import needs_organization


@needs_organization
@require_http_methods(["GET", "HEAD", "POST"])
def send_further(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """Choose the suppliers, then send. Those who have it already get nothing twice."""
    user: Any = request.user
    inquiry = access.inquiry_for(user, inquiry_id)
    suppliers = access.suppliers_for(user)
    if request.POST.get("step", "find") == "find":
        form = SuppliersForm(initial={"suppliers": request.POST.getlist("suppliers")}, suppliers=suppliers)
        return _show(request, inquiry, form)
    form = SuppliersForm(request.POST, suppliers=suppliers)
    if not form.is_valid():
        return _show(request, inquiry, form)
    threads.send_further(user, inquiry.pk, form.cleaned_data["suppliers"])
    flash.success(request, _("Sent"))
    return redirect("inquiry", inquiry.pk)


def _show(request: HttpRequest, inquiry: Inquiry, form: SuppliersForm) -> HttpResponse:
    chosen = {str(value) for value in form["suppliers"].value() or []}
    find = request.POST.get("find", "").strip()[:100]
    present = inquiry.threads.exclude(supplier=None).values_list("supplier_id", flat=True)
    context = {
        "nav_current": "inquiries",
        "inquiry": inquiry,
        "form": form,
        "find": find,
        "choices": inquiry_choices.choices(request.user, chosen, find, without=present),
    }
    return render(request, "inquiries/further.html", context, status=422 if form.errors else 200)
