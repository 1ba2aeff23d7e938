"""The addresses of links for a doctor or a hospital."""

urlpatterns = []
