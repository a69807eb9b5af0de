"""Write what others read of the protocol, or check that it is what the code says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat import export


class Command(BaseCommand):
    help = "Writes chat/PROTOCOL.md, chat/asyncapi.json and static/js/protocol.js from chat/protocol.py."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is not up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        files = {
            settings.BASE_DIR / "chat" / "PROTOCOL.md": export.markdown(),
            settings.BASE_DIR / "chat" / "asyncapi.json": export.asyncapi(),
            settings.BASE_DIR / "static" / "js" / "protocol.js": export.javascript(),
        }
        stale = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
        if options["check"] and stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"{names}: not what chat/protocol.py says. Run: python manage.py export_protocol")
        for path in stale:
            path.write_text(files[path])
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
