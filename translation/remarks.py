"""What is said to a language model about its last translation, so that the next one is right."""

from __future__ import annotations

from collections.abc import Iterable

from translation.translator import Check, Reason

_REMARKS = {
    Reason.REPEATED: "your last translation repeated itself",
    Reason.COPIED: "your last answer was not a translation",
    Reason.WRONG_SCRIPT: "your last answer was in the wrong language",
    Reason.LENGTH: "your last translation left something out or added something",
}
_OTHERWISE = "your last translation was not faithful"


def about(checks: Iterable[Check]) -> str:
    """One line that names what was wrong; empty where nothing was."""
    said = dict.fromkeys(_remark(check) for check in checks)
    return "; ".join(said)


def _remark(check: Check) -> str:
    if check.reason is Reason.FIGURE_DIFFERS:
        return (
            f'"{check.original}" must be in the translation' if check.original else f'"{check.translated}" was invented'
        )
    return _REMARKS.get(check.reason, _OTHERWISE)
