"""Addresses of the roll call, hand-overs and absences."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.attendance import (
    absence_api,
    absence_views,
    api,
    board_api,
    call_api,
    code_api,
    code_views,
    correction_views,
    count_api,
    evacuation_views,
    kiosk_api,
    kiosk_views,
    rate_api,
    rate_views,
    release_views,
    safety_api,
    safety_views,
    views,
)

urlpatterns = [
    path("stations/", views.roll_call_home, name="station-home"),
    path("stations/roll-call/<uuid:pk>/", views.roll_call, name="roll-call"),
    path("stations/roll-call/<uuid:pk>/states/", views.roll_call_states, name="roll-call-states"),
    path("stations/roll-call/<uuid:pk>/records/", correction_views.day_records, name="day-records"),
    path("stations/roll-call/<uuid:pk>/children/<uuid:child>/", views.child_day, name="child-day"),
    path("stations/roll-call/<uuid:pk>/code/", code_views.by_code, name="door-code"),
    path("stations/roll-call/<uuid:pk>/away/<uuid:child>/", absence_views.announce, name="absence-announce"),
    path(
        "stations/announcements/<uuid:pk>/take-back/",
        absence_views.announcement_take_back,
        name="announcement-take-back",
    ),
    path("stations/roll-call/<uuid:pk>/release/<uuid:child>/", release_views.release, name="child-release"),
    path("stations/roll-call/<uuid:pk>/calls/", release_views.call_list, name="call-list"),
    path("stations/roll-call/<uuid:pk>/calls/<uuid:child>/", release_views.call, name="call-record"),
    path("stations/kiosks/<uuid:pk>/", kiosk_views.kiosk_list, name="kiosk-list"),
    path("stations/kiosk/<uuid:pk>/end/", kiosk_views.kiosk_end, name="kiosk-end"),
    path("kiosk/", kiosk_views.kiosk, name="kiosk"),
    path("kiosk/end/", kiosk_views.kiosk_leave, name="kiosk-leave"),
    path("stations/evacuation/<uuid:pk>/", evacuation_views.evacuation, name="evacuation"),
    path("stations/attendance/", rate_views.rates_home, name="rates-home"),
    path("stations/attendance/<uuid:pk>/", rate_views.term_attendance, name="term-attendance"),
    path("stations/attendance/<uuid:pk>/<str:month>.<str:form>", rate_views.monthly_sheet, name="monthly-sheet"),
    path("stations/child-safety/", safety_views.child_safety, name="child-safety"),
    path("stations/handovers/<uuid:pk>/", correction_views.handover, name="handover"),
    path("stations/handovers/<uuid:pk>/void/", correction_views.handover_void, name="handover-void"),
    path("stations/absences/<uuid:pk>/void/", absence_views.absence_void, name="absence-void"),
]

router = SimpleRouter()
router.register("handovers", api.Handovers, basename="api-handovers")
router.register("absences", absence_api.Absences, basename="api-absences")
router.register("absence-announcements", absence_api.Announcements, basename="api-announcements")
router.register("call-records", call_api.Calls, basename="api-calls")
router.register("kiosks", kiosk_api.Kiosks, basename="api-kiosks")
router.register("pickup-codes", code_api.PickupCodes, basename="api-pickup-codes")
api_urlpatterns = [
    *router.urls,
    path("evacuation-list/", count_api.EvacuationList.as_view(), name="api-evacuation-list"),
    path("head-counts/", count_api.HeadCountList.as_view(), name="api-head-counts"),
    path("roll-call/", board_api.RollCall.as_view(), name="api-roll-call"),
    path("terms/<uuid:pk>/attendance/", rate_api.TermAttendance.as_view(), name="api-term-attendance"),
    path(
        "terms/<uuid:pk>/attendance/<int:year>-<int:month>.<str:form>",
        rate_api.MonthlySheet.as_view(),
        name="api-monthly-sheet",
    ),
    path("child-safety/", safety_api.ChildSafety.as_view(), name="api-child-safety"),
]
