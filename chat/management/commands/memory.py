"""`manage.py memory`: an organization's translation memory, out to a TMX file and in from one."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chat import events, memories
from chat.models import Organization
from translation import tmx

BATCH_UNITS = 500


class Command(BaseCommand):
    help = "Export an organization's translation memory to a TMX 1.4 file, or import one; importing twice adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["export", "import"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, help="its name")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = _organization(options["organization"])
        work = self.export_to if options["action"] == "export" else self.import_from
        try:
            work(options["file"], organization)
        except tmx.TmxError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error

    def export_to(self, path: Path, organization: Organization) -> None:
        lines = memories.lines_of(organization).iterator()
        units = (tmx.Unit({line.source_language: line.source, line.target_language: line.target}) for line in lines)
        with path.open("w", encoding="utf-8") as file:
            count = tmx.write(file, tqdm(units, unit="line", disable=None))
        self.stdout.write(f"{count} lines of {organization.name} written to {path}")

    def import_from(self, path: Path, organization: Organization) -> None:
        units = iter(tqdm(tmx.read(path), unit="line", disable=None))
        count = 0
        while batch := list(islice(units, BATCH_UNITS)):
            count += self._keep(batch, organization)
        self.stdout.write(f"{count} lines of {path} remembered for {organization.name}")

    def _keep(self, units: list[tmx.Unit], organization: Organization) -> int:
        directed = sorted((line for unit in units for line in unit.lines()), key=lambda line: line[0])
        with events.write_lock():
            return sum(
                memories.remember(organization, [line for _pair, line in group], pair)
                for pair, group in groupby(directed, key=lambda line: line[0])
            )


def _organization(name: str) -> Organization:
    found = Organization.objects.filter(name=name)
    if len(found) != 1:
        raise CommandError(f"There {'are several organizations' if found else 'is no organization'} named {name!r}.")
    return found[0]
