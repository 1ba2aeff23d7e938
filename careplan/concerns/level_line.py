"""How much a concern bothers over time, as its page shows it: words, a quiet line, a table."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from careplan.concerns.levels import ConcernLevel

POINTS = 60  # the newest
# The drawing's own units; the page stretches them to its width.
WIDTH, HEIGHT, EDGE = 600, 100, 8


@dataclass(frozen=True)
class Point:
    """Where a number stands in the drawing."""

    x: float
    y: float


class LevelLine:
    """The numbers of `concern` that `member` sees, the newest POINTS of them."""

    def __init__(self, concern, member):
        seen = ConcernLevel.objects.seen_by(member).filter(concern=concern).select_related("by")
        newest = list(seen.in_time().reverse()[:POINTS])
        self.levels = newest[::-1]

    @property
    def newest_first(self) -> list[ConcernLevel]:
        return self.levels[::-1]

    @property
    def words(self) -> str:
        """“5 of 10 on 3 November, 7 of 10 today.” Of the last two; of one alone, where there is
        no other."""
        if len(self.levels) == 1:
            return _("%(now)s.") % {"now": self.levels[0].words}
        was, now = self.levels[-2:]
        return _("%(was)s, %(now)s.") % {"was": was.words, "now": now.words}

    @property
    def has_line(self) -> bool:
        """Whether there are two numbers at least: one makes no line."""
        return len(self.levels) > 1

    @property
    def told(self) -> str:
        """The line in words, for who does not see it."""
        numbers = [row.level for row in self.levels]
        return _(
            "%(count)d numbers, the first on %(first)s, the last on %(last)s. "
            "The lowest is %(lowest)d, the highest %(highest)d."
        ) % {
            "count": len(numbers),
            "first": self.first_day,
            "last": self.last_day,
            "lowest": min(numbers),
            "highest": max(numbers),
        }

    @property
    def first_day(self) -> str:
        return self.levels[0].day

    @property
    def last_day(self) -> str:
        return self.levels[-1].day

    @cached_property
    def points(self) -> list[Point]:
        """By the time that passed between them. Several of one moment stand in the middle."""
        times = [row.noted_at.timestamp() for row in self.levels]
        first, span = times[0], times[-1] - times[0]
        wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
        return [
            Point(
                x=round(EDGE + wide * ((time - first) / span if span > 0 else 0.5), 1),
                y=round(EDGE + high * (10 - row.level) / 10, 1),
            )
            for time, row in zip(times, self.levels, strict=True)
        ]

    @property
    def path(self) -> str:
        """The line, as SVG draws it. Its numbers have a point in every language."""
        return "M" + " L".join(f"{point.x} {point.y}" for point in self.points)

    @property
    def dots(self) -> str:
        """A dot for each number: a line of no length with round ends, which no width distorts."""
        return " ".join(f"M{point.x} {point.y}h0" for point in self.points)
