"""Our own: checklists, corrective actions, reminders."""

from __future__ import annotations

from ops.policy.defaults.registry import HIGHEST, group

_OWN = "产品默认值，可按本地要求调整"


def register() -> None:
    """The numbers with their sources."""
    group(
        "checklists",
        "清单",
        "Checklists",
        ("checklist_critical_cap", 59, "分", "关键项不合格时最高得分", "Most points with a critical fault", _OWN, "H"),
        ("checklist_seconds_per_item", 2, "秒", "每项少于此时间作标记", "Marked below this time an item", _OWN, "H"),
        ("checklist_late_minutes", 60, "分钟", "完成后多久才报作标记", "Marked when sent in so much later", _OWN, "H"),
        (
            "checklist_minutes_week",
            30,
            "分钟",
            "一张清单每周用时上限",
            "Most minutes a week for one checklist",
            _OWN,
            "H",
        ),
    )

    group(
        "rectification",
        "整改",
        "Corrective actions",
        ("rectify_minor_days", 7, "天", "一般问题整改期限", "Minor: put right within", _OWN, "H", HIGHEST),
        ("rectify_serious_days", 3, "天", "较重问题整改期限", "Serious: put right within", _OWN, "H", HIGHEST),
        ("rectify_critical_hours", 24, "小时", "严重问题整改期限", "Critical: put right within", _OWN, "H", HIGHEST),
        ("rectify_again_hours", 24, "小时", "退回后至少再给", "Sent back: at least this long", _OWN, "H"),
        ("rectify_repeat_times", 3, "次", "算屡次发生的次数", "Found so often counts as repeated", _OWN, "H"),
        ("rectify_repeat_days", 30, "天", "统计屡次发生的天数", "Days in which repeats are counted", _OWN, "H"),
        ("rectify_on_spot_minutes", 30, "分钟", "算当场处理的时间", "Counts as on the spot within", _OWN, "H", HIGHEST),
    )

    group(
        "reminders",
        "提醒",
        "Reminders",
        (
            "reminders_at_once_max",
            10,
            "条",
            "同一工会、同一级别同时超过此数时并为一条汇总",
            "At once for one union and level; more become one summary",
            "本系统默认值",
            "H",
            HIGHEST,
            False,
        ),
    )
