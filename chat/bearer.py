"""How programs show who they are."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from chat import access
from chat.models import User


class BearerToken(HttpBearer):
    """The token of `POST /api/token`, for programs."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = access.user_of_token(token)
        if user is not None:
            request.user = user
        return user
