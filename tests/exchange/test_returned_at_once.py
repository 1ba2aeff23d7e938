"""A list comes back while somebody moves its questions: both wait, and neither for ever."""

from django.test import Client
from django.urls import reverse

from careplan.questions.models import Question
from tests.appointments.lists import listed, positions, visit
from tests.at_once import post_at_once, shared_cast
from tests.exchange.returned_files import filled
from tests.exchange.test_returned import given_out, send
from tests.posting import hidden_in

assert shared_cast  # the fixture
MANY = 12


def test_a_list_comes_back_while_it_is_put_in_another_order(shared_cast):
    appointment = visit(shared_cast)
    rows = listed(shared_cast, appointment, *(f"Question {n}?" for n in range(MANY)))
    client = Client()
    client.force_login(
        shared_cast.maria, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    reference = given_out(appointment, shared_cast.maria).reference
    here = [shared_cast.plan.pk, appointment.pk]
    sent = []
    for number, row in enumerate(rows, start=1):
        # Each file says something of all, from another question on.
        said = {f"q{n}_answer": f"Answer {n} of {number}" for n in range(1, MANY + 1)}
        page = send(client, appointment, filled(reference, said))
        sent.append((reverse("returned_save", args=here), {"read": hidden_in(page)["read"]}))
        sent.append(
            (reverse("listed_place", args=here), {"move": f"{rows[-1].pk} before {row.pk}"})
        )
        for move in (f"{rows[-1].pk} before {row.pk}", f"{rows[0].pk} after {row.pk}"):
            sent.append((reverse("listed_place", args=here), {"move": move}))
    assert post_at_once(shared_cast.maria, sent) == [302] * len(sent)
    for question in Question.objects.all():
        assert len(question.answer.split("\n\n")) == MANY
    assert positions(appointment) == list(range(1, MANY + 1))
