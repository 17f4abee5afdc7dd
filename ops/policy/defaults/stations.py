"""Stations: places, staff, terms."""

from __future__ import annotations

import datetime as dt

from ops.policy.defaults.registry import HIGHEST, LOWEST, group

_STATION_COMPARED = "福建 2023 年通知（参照）"
_XIAMEN = "厦门通知（参照）"
_CARE_RULES = "洛阳、深圳校外托管规定（参照）"


def register() -> None:
    """The numbers with their sources."""
    group(
        "stations",
        "爱心驿站",
        "Stations",
        (
            "station_grade_low",
            1,
            "年级",
            "招收最低年级",
            "Lowest grade",
            "青岛市总工会通知（2019）",
            "V",
            LOWEST,
            False,
            dt.date(2019, 1, 1),
        ),
        (
            "station_grade_high",
            6,
            "年级",
            "招收最高年级",
            "Highest grade",
            "青岛市总工会通知（2019）",
            "V",
            HIGHEST,
            False,
            dt.date(2019, 1, 1),
        ),
        ("station_children_min", 15, "人", "开班最少人数", "Fewest children", _STATION_COMPARED, "V2", LOWEST, False),
        ("station_weeks_min", 3, "周", "开班最短周数", "Shortest term", _STATION_COMPARED, "V2", LOWEST, False),
        ("station_tutors_min", 1, "人", "辅导老师", "Tutors", _STATION_COMPARED, "V2", LOWEST, False),
        ("station_volunteers_min", 2, "人", "志愿者", "Volunteers", _STATION_COMPARED, "V2", LOWEST, False),
        (
            "child_temperature_high",
            37.3,
            "℃",
            "儿童晨检体温上限（疫情期间，达到即视为发热）",
            "Children's temperature at drop-off in an epidemic, counts as fever from",
            "疫情防控通行做法，须按当地现行要求核对",
            "R",
            HIGHEST,
            True,
        ),
        (
            "station_children_per_staff",
            15,
            "人",
            "每名在岗人员照看儿童数",
            "Children for each grown-up on duty",
            "福建 2023 年通知按 15 名儿童配 1 名辅导老师折算（参照）",
            "R",
            HIGHEST,
            False,
        ),
        ("station_class_max", 35, "人", "每班人数（一般）", "Usual size of a class", _XIAMEN, "V2", HIGHEST, False),
        (
            "station_days_min",
            20,
            "天",
            "开班最少天数",
            "Fewest days",
            "广东 2023、江苏 2023 年通知（参照）",
            "V2",
            LOWEST,
            False,
        ),
        (
            "station_attendance_min",
            70,
            "%",
            "平均出勤率",
            "Average attendance",
            "广东 2023、江苏 2023 年通知（参照）",
            "V2",
            LOWEST,
            False,
        ),
        (
            "station_area_min",
            80,
            "平方米",
            "场地面积",
            "Area",
            _CARE_RULES,
            "V",
            LOWEST,
            False,
        ),
        (
            "station_area_per_child",
            4,
            "平方米",
            "高峰时人均面积",
            "Area per child at peak",
            _CARE_RULES,
            "V",
            LOWEST,
            False,
        ),
        ("nap_area_per_child", 2.5, "平方米", "午休人均面积", "Nap area per child", _CARE_RULES, "V", LOWEST, False),
        ("nap_children_max", 8, "人", "每间午休人数", "Children in a nap room", _CARE_RULES, "V", HIGHEST, False),
        ("station_floor_max", 3, "层", "14 岁以下所在楼层", "Floor for under 14", _CARE_RULES, "V", HIGHEST, False),
        ("cctv_days_min", 90, "天", "监控录像保存", "CCTV kept", _CARE_RULES, "V", LOWEST, False),
    )
