"""Mother rooms."""

from __future__ import annotations

import datetime as dt

from ops.policy.defaults.registry import LOWEST, group


def register() -> None:
    """The numbers with their sources."""
    group(
        "rooms",
        "爱心妈妈小屋",
        "Mother rooms",
        (
            "room_cleanings_per_day",
            1,
            "次/天",
            "小屋清洁次数",
            "Cleanings",
            "通行做法，未找到国家规定的数字",
            "V2",
            LOWEST,
            True,
        ),
        (
            "room_area_min",
            10,
            "平方米",
            "母婴室面积（一般）",
            "Usual area of a mother room",
            "十部委《关于加快推进母婴设施建设的指导意见》（2016）",
            "V",
            LOWEST,
            False,
            dt.date(2016, 11, 25),
        ),
        ("room_class_a_area", 10, "平方米", "A 类面积", "Area of class A", "广东 DB44/T 2279-2021", "V", LOWEST, False),
        ("room_class_b_area", 5, "平方米", "B 类面积", "Area of class B", "广东 DB44/T 2279-2021", "V", LOWEST, False),
        ("room_class_c_area", 2, "平方米", "C 类面积", "Area of class C", "广东 DB44/T 2279-2021", "V", LOWEST, False),
    )
