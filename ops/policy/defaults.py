"""Every regulatory number that we know, as data: with its source, and how well that source is known.

`publish_defaults` enters them for a federation, which may then set other values from a day on. Marks: V read in a
stored source; V2 secondary or undated text; R recalled, to be checked against the official text before a city
goes live; H our own, where no rule says anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ops.organization.models import in_language
from ops.records.registry import Registry

# The day of the federation's notice: numbers whose own source bears no earlier day hold from then on.
NOTICE = dt.date(2020, 3, 18)

LOWEST, HIGHEST, FIGURE = "lowest", "highest", "figure"


@dataclass(frozen=True)
class Group:
    """Numbers that belong together on the page."""

    key: str
    name: str
    name_en: str

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


@dataclass(frozen=True)
class Default:
    """A regulatory number as we ship it.

    `bound` says how it judges: the lowest that passes, the highest that passes, or a mere figure. A union below
    the one that set a lowest or highest number may only be stricter, where `strict`.
    """

    key: str
    group: str
    value: Decimal
    unit: str
    name: str
    name_en: str
    source: str
    mark: str
    bound: str = FIGURE
    strict: bool = False
    since: dt.date = NOTICE

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, UNITS_EN.get(self.unit, self.unit))

    @property
    def sign(self) -> str:
        """≥, ≤ or nothing."""
        return {LOWEST: "≥", HIGHEST: "≤"}.get(self.bound, "")


UNITS_EN = {
    "克": "g",
    "小时": "h",
    "天": "days",
    "个月": "months",
    "年": "years",
    "次/天": "a day",
    "次/餐": "a meal",
    "人": "people",
    "平方米": "m²",
    "岁": "years old",
    "元": "yuan",
    "周": "weeks",
    "层": "floor",
    "年级": "grade",
    "分": "points",
    "秒": "s",
    "分钟": "min",
    "次": "times",
    "条": "reminders",
    "": "",
}

groups: Registry[Group] = Registry("group of parameters")
defaults: Registry[Default] = Registry("parameter")


def _group(key: str, name: str, name_en: str, *rows: tuple[object, ...]) -> None:
    """Rows are (key, value, unit, zh, en, source, mark, bound, strict[, since])."""
    groups.register(Group(key, name, name_en))
    for number_key, value, *rest in rows:
        defaults.register(Default(str(number_key), key, Decimal(str(value)), *rest))  # type: ignore[arg-type]


_CANTEEN_2019 = "《学校食品安全与营养健康管理规定》（2019）"
_CATERING_2018 = "《餐饮服务食品安全操作规范》（2018）"
_GB_31654 = "GB 31654-2021《餐饮服务通用卫生规范》"
_FOOD_LAW = "《中华人民共和国食品安全法》"
_FOOD_INCIDENT = "《国家食品安全事故应急预案》4.2.2；《食品安全法》第103、128条"
_APRIL_2019 = dt.date(2019, 4, 1)
_OCTOBER_2018 = dt.date(2018, 10, 1)
_FEBRUARY_2022 = dt.date(2022, 2, 22)
_JUNE_2009 = dt.date(2009, 6, 1)

_group(
    "retained_sample",
    "留样",
    "Retained samples",
    (
        "sample_weight_min",
        125,
        "克",
        "每个品种留样量",
        "Weight kept of each dish",
        f"{_CANTEEN_2019}；部分食堂公布的新口径为 200 克",
        "V2",
        LOWEST,
        True,
        _APRIL_2019,
    ),
    ("sample_hours_min", 48, "小时", "留样保存时间", "Time kept", _CANTEEN_2019, "V", LOWEST, True, _APRIL_2019),
    (
        "sample_temperature_low",
        0,
        "℃",
        "留样柜最低温度",
        "Sample cabinet, lowest",
        _GB_31654,
        "V2",
        LOWEST,
        True,
        _FEBRUARY_2022,
    ),
    (
        "sample_temperature_high",
        8,
        "℃",
        "留样柜最高温度",
        "Sample cabinet, highest",
        _GB_31654,
        "V2",
        HIGHEST,
        True,
        _FEBRUARY_2022,
    ),
)
_group(
    "food",
    "食品与餐饮",
    "Food and meals",
    ("fridge_low", 0, "℃", "冷藏柜最低温度", "Refrigerator, lowest", _GB_31654, "V2", LOWEST, True, _FEBRUARY_2022),
    ("fridge_high", 8, "℃", "冷藏柜最高温度", "Refrigerator, highest", _GB_31654, "V2", HIGHEST, True, _FEBRUARY_2022),
    ("freezer_high", -12, "℃", "冷冻柜最高温度", "Freezer, highest", _GB_31654, "R", HIGHEST, True, _FEBRUARY_2022),
    (
        "hot_meal_core_min",
        60,
        "℃",
        "热链配餐中心温度",
        "Delivered hot meal, core",
        _CATERING_2018,
        "V2",
        LOWEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "hot_meal_hours_max",
        4,
        "小时",
        "热餐烧熟到食用的时间",
        "Hot meal eaten within",
        _CATERING_2018,
        "V2",
        HIGHEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "cold_meal_high",
        8,
        "℃",
        "冷链配餐最高温度",
        "Delivered cold meal, highest",
        _CATERING_2018,
        "V2",
        HIGHEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "cold_meal_hours_max",
        24,
        "小时",
        "冷餐烧熟到食用的时间",
        "Cold meal eaten within",
        _CATERING_2018,
        "V2",
        HIGHEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "cook_core_min",
        70,
        "℃",
        "烧熟或再加热的中心温度",
        "Cooked or reheated, core",
        f"{_CATERING_2018}；{_GB_31654}",
        "R",
        LOWEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "danger_zone_hours_max",
        2,
        "小时",
        "在 8–60 ℃ 停留的时间",
        "Time between 8 and 60 °C",
        f"{_CATERING_2018}；{_GB_31654}",
        "R",
        HIGHEST,
        True,
        _OCTOBER_2018,
    ),
    (
        "accompanied_meals",
        1,
        "次/餐",
        "陪餐（每餐有人陪餐并留有记录）",
        "Accompanied meals, with a record",
        _CANTEEN_2019,
        "V",
        LOWEST,
        True,
        _APRIL_2019,
    ),
    (
        "staff_morning_checks_per_day",
        1,
        "次/天",
        "从业人员晨检",
        "Morning check of food handlers",
        _CANTEEN_2019,
        "R",
        LOWEST,
        True,
        _APRIL_2019,
    ),
    (
        "health_certificate_months",
        12,
        "个月",
        "从业人员健康证有效期",
        "Health certificate valid for",
        f"{_FOOD_LAW}第45条",
        "V",
        HIGHEST,
        True,
        _JUNE_2009,
    ),
    (
        "purchase_records_months_after_shelf_life",
        6,
        "个月",
        "进货凭证保存（保质期满后）",
        "Purchase records kept after shelf life",
        f"{_FOOD_LAW}第50、53条",
        "V",
        LOWEST,
        True,
        _JUNE_2009,
    ),
    (
        "purchase_records_years",
        2,
        "年",
        "进货凭证保存（没有保质期的）",
        "Purchase records kept without shelf life",
        f"{_FOOD_LAW}第50、53条",
        "V",
        LOWEST,
        True,
        _JUNE_2009,
    ),
)
_group(
    "incidents",
    "突发事件",
    "Incidents",
    (
        "incident_report_hours",
        2,
        "小时",
        "疑似食品安全事件上报时限",
        "Suspected food incident reported within",
        _FOOD_INCIDENT,
        "V",
        HIGHEST,
        True,
        _JUNE_2009,
    ),
)
_group(
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
_STATION_COMPARED = "福建 2023 年通知（参照）"
_XIAMEN = "厦门通知（参照）"
_CARE_RULES = "洛阳、深圳校外托管规定（参照）"
_group(
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
_group(
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
_group(
    "subsidy_rule",
    "奖补资格",
    "Rule of the subsidy",
    ("subsidy_children_min", 20, "人", "到站儿童人数", "Children who came", "广东 2023 年通知（参照）", "V2", LOWEST),
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
_group(
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
_OWN = "产品默认值，可按本地要求调整"
_group(
    "checklists",
    "清单",
    "Checklists",
    ("checklist_critical_cap", 59, "分", "关键项不合格时最高得分", "Most points with a critical fault", _OWN, "R"),
    ("checklist_seconds_per_item", 2, "秒", "每项少于此时间作标记", "Marked below this time an item", _OWN, "R"),
    ("checklist_late_minutes", 60, "分钟", "完成后多久才报作标记", "Marked when sent in so much later", _OWN, "R"),
    ("checklist_minutes_week", 30, "分钟", "一张清单每周用时上限", "Most minutes a week for one checklist", _OWN, "R"),
)
_group(
    "rectification",
    "整改",
    "Corrective actions",
    ("rectify_minor_days", 7, "天", "一般问题整改期限", "Minor: put right within", _OWN, "R", HIGHEST),
    ("rectify_serious_days", 3, "天", "较重问题整改期限", "Serious: put right within", _OWN, "R", HIGHEST),
    ("rectify_critical_hours", 24, "小时", "严重问题整改期限", "Critical: put right within", _OWN, "R", HIGHEST),
    ("rectify_again_hours", 24, "小时", "退回后至少再给", "Sent back: at least this long", _OWN, "R"),
    ("rectify_repeat_times", 3, "次", "算屡次发生的次数", "Found so often counts as repeated", _OWN, "R"),
    ("rectify_repeat_days", 30, "天", "统计屡次发生的天数", "Days in which repeats are counted", _OWN, "R"),
    ("rectify_on_spot_minutes", 30, "分钟", "算当场处理的时间", "Counts as on the spot within", _OWN, "R", HIGHEST),
)
_group(
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
_group(
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
