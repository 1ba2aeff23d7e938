"""Each person's own choice for each topic: now, not now, or do not show."""

from django.db import transaction

from careplan.library.catalog import LIBRARY
from careplan.plans.access import Member
from careplan.topics.models import Show, TopicChoice

AS_BEFORE = ""  # takes a choice away: the topic stands where it stood


def chosen_in(posted) -> dict[str, str]:
    """The choices that a form sent, by topic; what is no topic or no choice is left out."""
    allowed = {AS_BEFORE, *Show.values}
    return {slug: posted[slug] for slug in LIBRARY.topics if posted.get(slug) in allowed}


@transaction.atomic
def keep_choices(chosen: dict[str, str], *, by: Member) -> None:
    """Keep what `by` chose. Sent twice, or twice at once, it says the same."""
    rows = [
        TopicChoice(plan=by.plan, user=by.user, topic=topic, show=show)
        for topic, show in chosen.items()
        if show != AS_BEFORE
    ]
    TopicChoice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["plan", "user", "topic"],
        update_fields=["show"],
    )
    undone = [topic for topic, show in chosen.items() if show == AS_BEFORE]
    TopicChoice.objects.filter(plan=by.plan, user=by.user, topic__in=undone).delete()
