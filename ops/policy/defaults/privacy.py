"""Children's data: for how long it is kept."""

from __future__ import annotations

import datetime as dt

from ops.policy.defaults.registry import HIGHEST, LOWEST, group


def register() -> None:
    """The numbers with their sources."""
    group(
        "privacy",
        "儿童个人信息",
        "Children's data",
        (
            "sensitive_age",
            14,
            "岁",
            "不满此年龄为敏感个人信息",
            "Sensitive below this age",
            "《个人信息保护法》第28、31条",
            "V",
            LOWEST,
            True,
            dt.date(2021, 11, 1),
        ),
        (
            "impact_assessment_years",
            3,
            "年",
            "影响评估报告保存",
            "Impact assessment kept",
            "《个人信息保护法》第55–56条",
            "V",
            LOWEST,
            True,
            dt.date(2021, 11, 1),
        ),
        (
            "unsent_days_max",
            7,
            "天",
            "未提交的报名照片和花名册草稿保存",
            "Photos and rosters that were never sent kept",
            "本系统默认值",
            "H",
            HIGHEST,
            True,
        ),
    )
    group(
        "personal_data",
        "个人信息",
        "Personal data",
        (
            "child_data_days_max",
            365,
            "天",
            "最后一期结束后儿童信息保存天数",
            "Children's data are kept after their last term",
            "《个人信息保护法》第19、47条：保存期限为实现处理目的所必要的最短时间；天数为本系统默认值",
            "H",
            HIGHEST,
            True,
        ),
    )
