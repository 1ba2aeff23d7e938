"""An answer that somebody is writing at a visit: theirs, kept on the server as it is typed.

Whoever may read the question sees it as it grows. It is no answer yet: `answering.keep_answer`
makes one of it, and the draft is gone.
"""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.appointments.models import ListedQuestion
from careplan.questions.models import Question


def newest_begun() -> Subquery:
    """Whose answer was begun last, inside a query of listed questions; None for nobody's."""
    begun = AnswerDraft.objects.filter(listed=OuterRef("pk")).order_by("-saved_at")
    who = JSONObject(pk="user", name="user__name", email="user__email")
    return Subquery(begun.values(who=who)[:1])


def begun_words(begun: dict | None, member) -> str:
    """What `newest_begun` found, as `member` is told."""
    if begun is None:
        return ""
    if begun["pk"] == member.user.pk:
        return _("You have begun an answer.")
    who = User(name=begun["name"], email=begun["email"])
    return _("%(name)s has begun an answer.") % {"name": who.called}


class AnswerDraft(models.Model):
    """What one person has typed so far as the answer to one question of a visit's list."""

    plan = models.ForeignKey(
        "careplan.Plan", on_delete=models.CASCADE, related_name="answer_drafts"
    )
    listed = models.ForeignKey(ListedQuestion, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=Question.ANSWER_LENGTH, blank=True)
    # Of the answer that stood when they began: `plans.clashes.digest`.
    began_from = models.CharField(max_length=24)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["listed", "user"], name="answerdraft_is_one_a_person"),
        ]

    def __str__(self):
        return f"AnswerDraft {self.pk}"
