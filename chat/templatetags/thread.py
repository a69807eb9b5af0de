"""What the templates of inbox and thread need: texts with their figures and links, languages, times, sizes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chat import naming, presenting
from chat.protocol import AttachmentOut, CheckOut, ParticipantOut
from chat.rich_text import Part, parts_of

register = template.Library()

# Without a message, as in the templates that the browser clones, Django hands an empty text to the filters of times.

NIGHT_BEGINS_H = 22
NIGHT_ENDS_H = 6
THUMBNAIL_BOX = (320, 240)
DAY_FORMATS = {"en": ("j F", "j F Y", "j M", "j M Y"), "zh": ("n月j日", "Y年n月j日", "n月j日", "Y年n月j日")}
"""A day of this year and of another one, then both in short. Elsewhere Django's own formats serve."""

register.filter("own_name", naming.own_name)
register.filter("language_name", naming.language_name)
register.filter("system_sentence", presenting.system_sentence)


@register.filter
def rich_text(text: str | None, checks: Iterable[CheckOut] | None = None) -> SafeString:
    """The text with its links to be followed and its figures set apart; everything else is escaped."""
    return format_html_join("", "{}", ((_html(part),) for part in parts_of(text or "", checks or ())))


def _html(part: Part) -> str:
    if part.kind == "link":
        link = '<a class="link" href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>'
        return format_html(link, part.href, part.text)
    if part.kind == "text":
        return part.text
    differs = " figure--differs" if part.kind == "differs" else ""
    return format_html('<bdi class="figure{}">{}</bdi>', differs, part.text)


@register.filter
def clock(moment: datetime | str | None) -> str:
    """`08:06` in the current time zone."""
    return f"{timezone.localtime(moment):%H:%M}" if isinstance(moment, datetime) else ""


@register.filter
def zoned_clock(moment: datetime) -> str:
    """`08:06 UTC+08:00` in the current time zone: a clock that stays true wherever it is read."""
    offset = f"{timezone.localtime(moment):%z}"
    return f"{clock(moment)} UTC{offset[:3]}:{offset[3:5]}"


@register.filter
def whole_day(day: date) -> str:
    """`21 November 2025`, in the order of the language."""
    return formats.date_format(day, _day_format(1))


@register.filter
def moment(moment: datetime) -> str:
    """`21 November 2025, 08:06 UTC+08:00`."""
    return f"{whole_day(timezone.localtime(moment).date())}, {zoned_clock(moment)}"


@register.filter
def day_title(day: date | str | None) -> str:
    """`Today, 21 November`, `Yesterday, 20 November`, else the day alone."""
    if not isinstance(day, date):
        return ""
    today = timezone.localdate()
    words = {today: _("Today, %(day)s"), today - timedelta(days=1): _("Yesterday, %(day)s")}
    label = formats.date_format(day, _day_format(0 if day.year == today.year else 1))
    return words[day] % {"day": label} if day in words else label


@register.filter
def row_time(moment: datetime | str | None) -> str:
    """The clock today, the weekday in the last six days, else the day."""
    if not isinstance(moment, datetime):
        return ""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return clock(moment)
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return formats.date_format(local, "D")
    return formats.date_format(local, _day_format(2 if local.year == today.year else 3))


def _day_format(index: int) -> str:
    language = (get_language() or "en").split("-")[0]
    others = (formats.get_format("MONTH_DAY_FORMAT"), formats.get_format("DATE_FORMAT"), "j M", "j M Y")
    return str(DAY_FORMATS.get(language, others)[index])


@register.filter
def duration(seconds: int | None) -> str:
    """A waiting time in one unit: `35 min`, `2 h`, `3 d`."""
    minutes = max(1, (seconds or 0) // 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    return _("%(n)s d") % {"n": minutes // (24 * 60)}


@register.filter
def last_seen(person: ParticipantOut | None) -> str:
    """Presence in words."""
    if person is not None and person.online:
        return _("Online")
    if person is None or not person.last_seen_at:
        return _("Away")
    return _("Last seen %(time)s") % {"time": row_time(datetime.fromisoformat(person.last_seen_at))}


@register.filter
def file_kind(content_type: str | None) -> str:
    """`PDF`, `JPEG`, `PNG`: the kind of a file in a word."""
    return (content_type or "").rpartition("/")[2].upper()


@register.filter
def picture_box(picture: AttachmentOut | None) -> dict[str, int]:
    """The box in pixels that a picture fills at most, with its own proportions."""
    if not picture or not picture.width or not picture.height:
        return {"width": THUMBNAIL_BOX[0], "height": THUMBNAIL_BOX[1]}
    scale = min(1, THUMBNAIL_BOX[0] / picture.width, THUMBNAIL_BOX[1] / picture.height)
    return {"width": max(1, round(picture.width * scale)), "height": max(1, round(picture.height * scale))}


@register.inclusion_tag("thread/clock.html")
def local_clock(time_zone: str, city: str) -> dict[str, Any]:
    """The clock of a place, with the word for night from 22 to 6."""
    try:
        now = timezone.now().astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        now = timezone.now()
    is_night = now.hour >= NIGHT_BEGINS_H or now.hour < NIGHT_ENDS_H
    values = {"time": f"{now:%H:%M}", "city": city}
    if not city:
        return {"time_zone": time_zone, "city": "", "now": values["time"], "text": values["time"]}
    sentence = _("%(time)s in %(city)s, night") if is_night else _("%(time)s in %(city)s")
    return {"time_zone": time_zone, "city": city, "now": values["time"], "text": sentence % values}


@register.filter
def minutes(duration_ms: int | str | None) -> str:
    """`0:12`: how long a recording lasts."""
    seconds = round((duration_ms if isinstance(duration_ms, int) else 0) / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def seconds(duration_ms: int | str | None) -> int:
    """Whole seconds, for a slider."""
    return round((duration_ms if isinstance(duration_ms, int) else 0) / 1000)


@register.filter
def initials(name: str | None) -> str:
    """The letters of an avatar."""
    return naming.initials(name or "")


@register.filter
def figure(value: Decimal | None) -> str:
    """`15,000`: a figure of the trade, shaped alike in every language."""
    return f"{value.normalize():,f}" if value is not None else ""


@register.filter
def unit_name(unit: str | None) -> str:
    """`pcs` in the interface language; a unit without a translation stays as it is."""
    return _(unit) if unit else ""


@register.filter
def price(value: Decimal | None) -> str:
    """`2.35` or `1.1250`: two decimals, or four, never exactly three."""
    if value is None:
        return ""
    return f"{value:,.2f}" if value == round(value, 2) else f"{value:,.4f}"
