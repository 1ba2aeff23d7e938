"""The addresses of emergency access, a successor, and closing a plan."""

urlpatterns = []
