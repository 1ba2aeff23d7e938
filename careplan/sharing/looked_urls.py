"""The addresses of who looked."""

urlpatterns = []
