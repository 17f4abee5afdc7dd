"""Addresses of duties and plans."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.duties import (
    api,
    calendar_api,
    calendar_views,
    escalation_api,
    escalation_views,
    feed_api,
    feed_views,
    template_api,
    template_views,
    views,
)

urlpatterns = [
    path("today/", views.duty_today, name="duty-today"),
    path("facilities/<uuid:pk>/duties/", views.duty_list, name="duty-list"),
    path("facilities/<uuid:pk>/calendar/", calendar_views.facility_calendar, name="facility-calendar"),
    path("calendar/", calendar_views.my_calendar, name="my-calendar"),
    path("calendar/feed/", feed_views.feed_settings, name="calendar-feed"),
    path("calendar/feed/revoke/", feed_views.feed_revoke, name="calendar-feed-revoke"),
    path("calendar/<secret>.ics", feed_views.feed, name="calendar-ics"),
    path("duties/<uuid:pk>/", views.duty_detail, name="duty-detail"),
    path("facilities/<uuid:pk>/plans/", views.plan_list, name="plan-list"),
    path("facilities/<uuid:pk>/plans/new/", views.plan_create, name="plan-create"),
    path("plans/<uuid:pk>/", views.plan_change, name="plan-change"),
    path("plans/<uuid:pk>/pause/", views.plan_pause, name="plan-pause"),
    path("plans/<uuid:pk>/resume/", views.plan_resume, name="plan-resume"),
    path("plan-templates/", template_views.template_list, name="plan-templates"),
    path("plan-templates/new/", template_views.template_add, name="plan-template-add"),
    path("plan-templates/<uuid:pk>/", template_views.template_detail, name="plan-template"),
    path("plan-templates/<uuid:pk>/version/", template_views.template_version, name="plan-template-version"),
    path("plan-templates/<uuid:pk>/extend/", template_views.template_extend, name="plan-template-extend"),
    path("plan-templates/<uuid:pk>/withdraw/", template_views.template_withdraw, name="plan-template-withdraw"),
    path("escalation/", escalation_views.policy_list, name="escalation-policies"),
    path("escalation/new/", escalation_views.policy_add, name="escalation-policy-add"),
    path("escalation/<uuid:pk>/", escalation_views.policy_detail, name="escalation-policy"),
    path("escalation/<uuid:pk>/retire/", escalation_views.policy_retire, name="escalation-policy-retire"),
    path("escalation/<uuid:pk>/bring-back/", escalation_views.policy_bring_back, name="escalation-policy-bring-back"),
]

router = SimpleRouter()
router.register("duty-plans", api.DutyPlans, basename="api-duty-plans")
router.register("plan-templates", template_api.PlanTemplates, basename="api-plan-templates")
router.register("duties", api.Duties, basename="api-duties")
router.register("escalation-policies", escalation_api.EscalationPolicies, basename="api-escalation-policies")
api_urlpatterns = [
    path("calendar/", calendar_api.CalendarView.as_view(), name="api-calendar"),
    path("calendar-feed/", feed_api.FeedView.as_view(), name="api-calendar-feed"),
    *router.urls,
]
