import pytest
from django.urls import path, get_resolver
from careplan.printing import urls
if not urls.urlpatterns:
    urls.urlpatterns.append(path("plans/<uuid:plan_id>/visits/<uuid:pk>/print/", lambda r,**k: None, name="question_list_print"))
from tests.browser.test_pages import *
from tests.browser.test_pages import audit as _audit
for n in list(globals()):
    if n.startswith("test_"): del globals()[n]
pytestmark = pytest.mark.browser
MINE=["","help/","people/","about/","about/edit/","care-team/new/","first-steps/level/","first-steps/where/","first-steps/visit/"]
@pytest.mark.parametrize("width,colours", [(390,"light"),(1280,"light"),(390,"dark")])
def test_all(window, family, width, colours):
    w=window(width, colours=colours)
    found=_audit(w.page, ["/","/make-a-list/","/help/","/no-such-page/"], everything)
    w.page.goto("/make-a-list/")
    for n in range(5): w.page.check(f"#id_picks_{n}")
    w.page.fill("#id_own_0","I can't feel my legs and my back hurts terribly")
    w.press("Put them in order"); found["order"]=everything(w.page)
    w.page.locator("[name=take]").first.click(); found["off"]=everything(w.page)
    w.press("Add or change questions"); open_folds(w.page); found["again"]=everything(w.page)
    w.page.goto("/make-a-list/"); w.press("Put them in order"); found["err"]=everything(w.page)
    w.sign_in("maria@example.org")
    p=f"/plans/{family.plan.pk}/"
    found|=_audit(w.page,[p+m for m in MINE]+["/plans/","/plans/new/"],everything)
    assert {k:v for k,v in found.items() if v}=={}
@pytest.mark.parametrize("width", [320,390])
def test_large(window, family, width):
    family.maria.text_size="largest"; family.maria.save()
    w=window(width).sign_in("maria@example.org"); p=f"/plans/{family.plan.pk}/"
    found=_audit(w.page,[p+m for m in MINE]+["/plans/","/plans/new/","/make-a-list/"],faults)
    assert found=={}
