"""How numbers, days and times are written for one reader: by locale, zone and 12- or 24-hour clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

MINUS: Final = "−"
"""A true minus is as wide as a plus, so signed figures stand in line."""


@dataclass(frozen=True, slots=True)
class Formats:
    """`clock12` is None where the locale decides. Instants are shown in `zone`."""

    locale: "Locale"
    zone: ZoneInfo
    clock12: bool | None = None

    @property
    def twelve_hours(self) -> bool:
        return "a" in self.locale.time_formats["short"].pattern if self.clock12 is None else self.clock12

    @property
    def first_weekday(self) -> int:
        """0 for Monday to 6 for Sunday."""
        return int(self.locale.first_week_day)

    def hours(self, seconds: float) -> str:
        """`7:45`: hours and whole minutes, cut off, as a clock shows them."""
        minutes = int(abs(seconds)) // 60
        sign = MINUS if seconds < 0 and minutes else ""
        return f"{sign}{minutes // 60}:{minutes % 60:02d}"

    def signed_hours(self, seconds: float) -> str:
        """`+0:15`, `−1:30`, `0:00`."""
        text = self.hours(seconds)
        return f"+{text}" if seconds >= 60 else text

    def elapsed(self, seconds: float) -> str:
        """`7:45:09`: what a running clock shows."""
        whole = max(0, int(seconds))
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"

    def number(self, value: Decimal | float, places: int | None = None) -> str:
        from babel.numbers import format_decimal

        pattern = None if places is None else "#,##0." + "0" * places if places else "#,##0"
        return format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        from babel.numbers import format_percent

        return format_percent(share, locale=self.locale)

    def money(self, value: Decimal, currency: str) -> str:
        from babel.numbers import format_currency

        return format_currency(value, currency, locale=self.locale)

    def time(self, instant: datetime) -> str:
        """`17:30`, `5:30 PM`: the wall's clock in the reader's zone."""
        return self.wall_time(instant.astimezone(self.zone))

    def wall_time(self, local: datetime) -> str:
        from babel.dates import format_time

        return format_time(local.time(), "h:mm a" if self.twelve_hours else "HH:mm", locale=self.locale)

    def day(self, value: date, form: str = "full") -> str:
        """`full`: Tuesday, March 10, 2026 · `long`, `medium`, `short`, or a pattern of CLDR such as `EEE d`."""
        from babel.dates import format_date

        return format_date(value, form, locale=self.locale)

    def weekday(self, value: date) -> str:
        """`Tue 10`: as heads of columns have it."""
        return self.skeleton(value, "Ed")

    def month(self, value: date) -> str:
        return self.skeleton(value, "yMMMM")

    def skeleton(self, value: date, skeleton: str) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton(skeleton, value, fuzzy=True, locale=self.locale))

    def instant(self, value: datetime, form: str = "medium") -> str:
        """Day and time in the reader's zone."""
        local = value.astimezone(self.zone)
        return f"{self.day(local.date(), form)}, {self.wall_time(local)}"

    def written(self, text: str) -> str:
        """A day (`2026-03-10`) or an instant (`…T08:00:00Z`) as the reader writes it; any other text as it is."""
        try:
            return self.day(date.fromisoformat(text), "medium")
        except ValueError:
            pass
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            return text
        return text if value.tzinfo is None else self.instant(value)

    def span(self, first: date, last: date) -> str:
        """`9 – 15 Mar 2026`."""
        from babel.dates import format_interval

        return self.day(first, "medium") if first == last else format_interval(first, last, "yMMMd", locale=self.locale)

    def week_of(self, day: date) -> date:
        """The first day of the reader's week in which the day lies."""
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)
