"""`manage.py demo`: accounts and conversations to look around in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chat import jobs
from chat.demo import build, script
from chat.models import User

CLAIM_SIZE = 12
"""Nobody else works here: a language model gets as many lines of a conversation as it can do side by side."""


class Command(BaseCommand):
    help = "Make demo accounts and conversations. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_to_take_over()
        for organization in script.organizations():
            build.make_organization(organization)
        self._tell(self._converse())

    def _refuse_to_take_over(self) -> None:
        emails = [person.email for organization in script.organizations() for person in organization.people]
        taken = User.objects.filter(email__in=emails, is_demo=False).values_list("email", flat=True)
        if taken:
            raise CommandError(f"These addresses belong to real accounts: {', '.join(taken)}. No demo was made.")

    def _converse(self) -> int:
        """The conversations, translated in this process: the demo is complete when the command ends."""
        made = 0
        for inquiry in tqdm(script.inquiries(), desc="Demo conversations", unit="", disable=None):
            made += build.make_inquiry(inquiry)
            jobs.drain(limit=CLAIM_SIZE)
        return made

    def _tell(self, made: int) -> None:
        self.stdout.write(f"Demo conversations made: {made}" if made else "The demo stands; nothing was changed.")
        self.stdout.write(f"Accounts, password {build.PASSWORD}:")
        for organization in script.organizations():
            role = "buyer" if organization.buys else "supplier"
            for person in organization.people:
                self.stdout.write(f"  {person.email:<24} {role:<8} {person.language:<3} {organization.name}")
