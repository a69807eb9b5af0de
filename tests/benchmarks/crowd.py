"""Buyers with a thread each and one supplier who reads them all, made in a running service's database.

Run inside that service's environment: `python -m tests.benchmarks.crowd NUMBER` prints a line a buyer:
token, thread; and first the supplier's token.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(number: int) -> None:
    import django

    django.setup()
    from chat import jobs
    from chat.actions.accounts import issue_token
    from tests.cast import make_inquiry, make_organization, make_person, make_supplier

    supplier = make_supplier("Ningbo Hengda")
    print(issue_token(make_person("Li Wei", "zh", supplier)))
    for index in range(number):
        buyer = make_person(f"Buyer {index}", "en", make_organization(f"Firm {index}", is_buyer=True))
        thread = make_inquiry(buyer, [supplier]).threads.get()
        print(issue_token(buyer), thread.pk)
    jobs.drain()


if __name__ == "__main__":
    main(int(sys.argv[1]))
