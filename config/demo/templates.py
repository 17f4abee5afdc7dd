"""What the unions say for all: quieter evenings, and a district's own plan whose next version is announced."""

from __future__ import annotations

import datetime as dt

from config.demo.world import World
from ops.checklists.models import ChecklistTemplate
from ops.duties.escalation import Step, change_policy
from ops.duties.models import EscalationPolicy, PlanTemplate
from ops.duties.template_actions import publish_template, publish_version
from ops.organization.models import User
from ops.organization.roles import Role

KEY = "closing-round"
ROUND = {
    "rrule": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "calendar": "opening_days",
    "opens": dt.time(18),
    "due": dt.time(21),
    "grace_minutes": 30,
    "late_minutes": 720,
    "role": Role.ROOM_MANAGER,
    "completed_by": "checklist",
}


def publish_templates(world: World) -> None:
    """The federation's quieter evenings; a district's round before closing, daily from next week on."""
    _quieter_evenings(world)
    district = world.supervising[0]
    if PlanTemplate.objects.filter(union=district, key=KEY).exists():
        return
    officer = world.acting(User.objects.get(username="officer"))
    checklist = ChecklistTemplate.objects.get(key="room-safety-inspection")
    template = publish_template(
        union=district,
        key=KEY,
        reach=[district],
        facility_kinds=["room"],
        regime=checklist.regime,
        name="闭屋前安全巡查",
        name_en="Round before closing",
        from_day=world.today,
        reason="区总工会第 12 号通知",
        by=officer,
        checklist=checklist,
        **ROUND,
    )
    publish_version(
        template=template,
        version=template.version,
        from_day=world.today + dt.timedelta(days=7),
        reason="试行顺利，改为每日",
        by=officer,
        checklist=checklist,
        **{**ROUND, "rrule": "FREQ=DAILY", "presence": True},
    )


def _quieter_evenings(world: World) -> None:
    routine = EscalationPolicy.objects.get(key="routine")
    change_policy(
        policy=routine,
        version=None,
        by=world.acting(User.objects.get(username="city")),
        reason="晚间少打扰：日常提醒次日 7 点再发",
        steps=[Step.of(row) for row in routine.steps.all()],
        quiet_from=dt.time(21, 30),
    )
