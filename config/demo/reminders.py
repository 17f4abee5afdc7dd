"""How some of the demo's people are reminded, what they answered, and a mail that did not arrive."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.demo.world import DEMO, World
from ops.duties.escalation import Step, add_policy, retire_policy
from ops.duties.models import EscalationStep
from ops.organization.models import TradeUnion, User
from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.reminders import answers, choices
from ops.reminders.models import Channel, Reminder
from ops.reminders.storms import gather_in_app

Reach = EscalationStep.Reach
# Nothing is sent to these: no test has arrived there.
GROUPS = (
    ("wecom", "女职工部值班群", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo-city-only", ""),
    ("dingtalk", "托管服务工作群", "https://oapi.dingtalk.com/robot/send?access_token=demo0only", "SECdemo0only"),
    ("webhook", "区智慧平台", "https://hooks.example.org/aixin", ""),
)


def build_reminders(world: World) -> None:
    """Who is reminded how, answers to reminders, a mail that was given up, and a policy that was retired."""
    people = {user.username: user for user in User.objects.filter(username__in=("manager", "room", "officer"))}
    manager, officer = people["manager"], people["officer"]
    ways = [channel for channel in choices.available(manager) if channel in (Channel.EMAIL, Channel.SMS)]
    choices.choose(user=manager, ordinary=ways[:1], urgent=ways, digest_at=dt.time(17, 30), by=DEMO)
    district = TradeUnion.objects.get(memberships__user=officer, memberships__role=Role.UNION_OFFICER)
    for channel, label, url, secret in GROUPS:
        choices.add_point(channel=channel, label=label, url=url, secret=secret, union=district, by=DEMO)
    _answer(manager)
    mails = Reminder.objects.filter(channel=Channel.EMAIL, facility__union_path__startswith=district.path)
    mail = mails.exclude(duty=None).first()
    if mail is not None:
        Reminder.objects.filter(pk=mail.pk).update(
            state=Reminder.State.DEAD, attempts=8, error="550 5.1.1 no such user here", not_before=timezone.now()
        )
    gather_in_app()
    _retire_a_policy()


def _retire_a_policy() -> None:
    steps = [Step(1, 0, Reach.FACILITY), Step(2, 60, Reach.UNION, Role.UNION_OFFICER)]
    name = {"name": "开班首周加密提醒", "name_en": "First week of a term"}
    policy = add_policy(**name, steps=steps, reason="首周每项任务一小时后报区总", by=DEMO)
    retire_policy(policy=policy, version=None, reason="首周已过，改回日常工作规则", by=DEMO)


def _answer(person: User) -> None:
    """One of their reminders they are on, another they were on, the rest they put off."""
    mine = Reminder.objects.filter(recipient=person, channel=Channel.IN_APP, duty__state="overdue")
    by = Actor(person, Source.WEB)
    waiting = list(mine.select_related("duty", "facility").order_by("created_at", "pk")[:3])
    for reminder in waiting[:2]:
        answers.take_on(reminder=reminder, by=by)
    for reminder in waiting[1:2]:
        answers.take_back(reminder=reminder, reason="临时去区里开会，顾不上", by=by)
    for reminder in waiting[2:]:
        until = min(timezone.now() + dt.timedelta(hours=2), answers.latest(reminder))
        answers.snooze(reminder=reminder, until=until, reason="正在接待家长，稍后处理", by=by)
