"""People, their organizations and the tokens of their programs."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people. Passwords are hashed by Argon2."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class Appearance(models.TextChoices):
    SYSTEM = "system", _("System")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The interface's language, the one read and the one spoken are apart."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    picture = models.ImageField(upload_to="people/", blank=True)
    interface_language = models.CharField(max_length=8, default="en")
    reading_language = models.CharField(max_length=8, default="en")
    speaking_language = models.CharField(max_length=8, default="en")
    also_reads = models.JSONField(default=list, blank=True)
    """Further languages that are shown as written, BCP 47."""
    time_zone = models.CharField(max_length=64, default="UTC")
    appearance = models.CharField(max_length=8, choices=Appearance.choices, default=Appearance.SYSTEM)
    enter_sends = models.BooleanField(default=True)
    original_first = models.BooleanField(default=False)
    notice_shows_text = models.BooleanField(default=True)
    """A browser's notification carries what was said; otherwise only that something was."""
    notice_sounds = models.BooleanField(default=False)
    mail_when_away = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    """Made by `manage.py demo`, with a password that everybody knows."""
    date_joined = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def reads(self) -> tuple[str, ...]:
        """Every language that needs no translation for this person, the preferred one first."""
        return (self.reading_language, *(code for code in self.also_reads if code != self.reading_language))


class Organization(models.Model):
    """A firm that buys, supplies, or both."""

    name = models.CharField(_("Organization"), max_length=120)
    is_buyer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    country = models.CharField(_("Country"), max_length=2)
    """ISO 3166-1 alpha-2."""
    city = models.CharField(_("City"), max_length=80, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    makes = models.TextField(_("What you make"), max_length=500, blank=True)
    is_verified = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["is_supplier", "country", "name"], name="organization_directory")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organization. A person works for one."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class Departure(models.Model):
    """An organization sent somebody away. No invitation of before brings them back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="departures")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="departures")
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="departure_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class ApiToken(models.Model):
    """A bearer token of a program. Only its SHA-256 is kept: a random token needs no slow hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class Connection(models.Model):
    """An open socket of a person. Rows not renewed for a while are of a server that died."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="connections")
    channel = models.CharField(max_length=120, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.channel
