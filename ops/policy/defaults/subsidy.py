"""Subsidies, and who is entitled to them."""

from __future__ import annotations

from ops.policy.defaults.registry import LOWEST, group

_XIAMEN = "厦门通知（参照）"


def register() -> None:
    """The numbers with their sources."""
    group(
        "subsidy",
        "奖补（参照）",
        "Subsidy (for comparison)",
        ("subsidy_new_10", 10000, "元", "新建 10–19 人", "New, 10–19 children", _XIAMEN, "V2"),
        ("subsidy_new_20", 20000, "元", "新建 20–29 人", "New, 20–29 children", _XIAMEN, "V2"),
        ("subsidy_new_30", 30000, "元", "新建 30 人以上", "New, 30 children or more", _XIAMEN, "V2"),
        ("subsidy_renewed_10", 10000, "元", "续办 10–19 人", "Renewed, 10–19 children", _XIAMEN, "V2"),
        ("subsidy_renewed_20", 15000, "元", "续办 20–29 人", "Renewed, 20–29 children", _XIAMEN, "V2"),
        ("subsidy_renewed_30", 20000, "元", "续办 30 人以上", "Renewed, 30 children or more", _XIAMEN, "V2"),
    )

    group(
        "subsidy_rule",
        "奖补资格",
        "Rule of the subsidy",
        (
            "subsidy_children_min",
            20,
            "人",
            "到站儿童人数",
            "Children who came",
            "广东 2023 年通知（参照）",
            "V2",
            LOWEST,
        ),
        ("subsidy_days_min", 20, "天", "开班天数", "Days held", "广东 2023、江苏 2023 年通知（参照）", "V2", LOWEST),
        (
            "subsidy_attendance_min",
            70,
            "%",
            "平均出勤率",
            "Average attendance",
            "广东 2023、江苏 2023 年通知（参照）",
            "V2",
            LOWEST,
        ),
    )
