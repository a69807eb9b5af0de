"""What the chosen suppliers would read, while the buyer still writes."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from chat import access
from chat.engines import get_translator
from chat.models import User
from chat.naming import own_name
from chat.protocol import MAX_TEXT_CHARS, ErrorCode, Refusal
from chat.refusals import sentence, status_of
from chat.views.guards import needs_organization
from translation.translator import Context, Hypothesis, LanguagePair, TranslationError

MAX_LANGUAGES = 4
PAUSE_S = 1
"""A person gets one preview in this time; typing faster gains nothing."""


@needs_organization
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """The text in each language that the people of the chosen suppliers read and the writer does not."""
    user: Any = request.user
    access.require_buyer(user)
    if not cache.add(f"inquiry-preview-{user.pk}", 1, timeout=PAUSE_S):
        refusal = Refusal(ErrorCode.RATE_LIMITED, n=PAUSE_S)
        problem = {"code": refusal.code.value, "detail": sentence(refusal)}
        return JsonResponse(problem, status=status_of(refusal))
    text = request.POST.get("text", "").strip()[:MAX_TEXT_CHARS]
    languages = languages_to_show(user, request.POST.getlist("suppliers")) if text else []
    context = Context(product=request.POST.get("product_name", "")[:120])
    return JsonResponse({"lines": [_line(text, user.speaking_language, code, context) for code in languages]})


def languages_to_show(user: User, suppliers: list[str]) -> list[str]:
    """What the people of these suppliers read, without what the writer writes."""
    ids = [int(value) for value in suppliers[:50] if value.isdecimal() and len(value) < 18]
    reachable = access.suppliers_for(user).filter(pk__in=ids)
    readers = User.objects.filter(membership__organization__in=reachable, is_active=True)
    wanted = set(readers.values_list("reading_language", flat=True)) - {user.speaking_language}
    return sorted(wanted)[:MAX_LANGUAGES]


def _line(text: str, source: str, target: str, context: Context) -> dict[str, Any]:
    hypothesis = _translated(text, LanguagePair(source, target), context)
    shown = hypothesis.text if hypothesis and hypothesis.usable else ""
    checked = bool(hypothesis and not hypothesis.checks)
    return {"language": target, "own_name": own_name(target), "text": shown, "checked": checked}


def _translated(text: str, pair: LanguagePair, context: Context) -> Hypothesis | None:
    try:
        return get_translator().translate([text], pair, context)[0]
    except TranslationError:
        return None
