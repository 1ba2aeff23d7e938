"""The addresses of people, and invitations."""

urlpatterns = []
