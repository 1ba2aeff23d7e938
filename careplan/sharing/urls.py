"""The addresses of this room."""

from careplan.sharing import link_urls, looked_urls, people_urls, stand_in_urls

urlpatterns = [
    *people_urls.urlpatterns,
    *link_urls.urlpatterns,
    *looked_urls.urlpatterns,
    *stand_in_urls.urlpatterns,
]
