"""Addresses of people and their accounts."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.organization import api, people, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.set_language, name="set_language"),
    path("no-role/", views.no_role, name="no-role"),
    path("forgotten/", views.forgotten, name="forgotten"),
    path("forgotten/<uid>/<token>/", views.reset, name="reset"),
    path("welcome/<secret>/", views.welcome, name="welcome"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="password"),
    path("profile/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("profile/tokens/", views.tokens, name="tokens"),
    path("profile/tokens/<digest>/revoke/", views.token_revoke, name="token-revoke"),
    path("set-up/", views.set_up, name="set-up"),
    path("people/", people.people_list, name="people-list"),
    path("people/add/", people.people_add, name="people-add"),
    path("people/link/", people.link_once, name="link-once"),
    path("people/<uuid:pk>/", people.membership_detail, name="membership-detail"),
    path("people/<uuid:pk>/limit/", people.membership_limit, name="membership-limit"),
    path("people/<uuid:pk>/end/", people.membership_end, name="membership-end"),
    path("people/<uuid:pk>/link/", people.membership_link, name="membership-link"),
    path("unions/", people.union_list, name="union-list"),
    path("unions/<uuid:pk>/", people.union_edit, name="union-edit"),
    path("unions/<uuid:pk>/add/", people.union_add, name="union-add"),
]

router = SimpleRouter()
router.register("unions", api.UnionViewSet, basename="api-unions")
router.register("people", api.PersonViewSet, basename="api-people")
router.register("memberships", api.MembershipViewSet, basename="api-memberships")
router.register("tokens", api.TokenViewSet, basename="api-tokens")

api_urlpatterns = [path("me/", api.MeView.as_view(), name="api-me"), *router.urls]
