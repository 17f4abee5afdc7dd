"""Invented content for the style guide: a morning, a cleaning, an officer's desk. No database, no real person."""

# ruff: noqa: E501

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ops.web.context import Line
from ops.web.icons import ICONS

CHILDREN = "孙沐阳 王小满 李一诺 陈思远 刘梓涵 张子墨 赵雨桐 黄书豪 周可欣 吴佳怡 徐浩然 马若曦 朱天佑 胡语嫣 林知夏 欧阳景行 何俊熙 高梦琪"
CHILDREN_EN = "Sun Muyang,Wang Xiaoman,Li Yinuo,Chen Siyuan,Liu Zihan,Zhang Zimo,Zhao Yutong,Huang Shuhao,Zhou Kexin,Wu Jiayi,Xu Haoran,Ma Ruoxi,Zhu Tianyou,Hu Yuyan,Lin Zhixia,Ouyang Jingxing,He Junxi,Gao Mengqi"


def _say(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh


class ExampleForm(forms.Form):
    """One field of each kind."""

    why = {"phone": (_("To call you when the child is ill."), _("until the term ends, then deleted"))}  # noqa: RUF012

    name = forms.CharField(label=_("Name"), max_length=20)
    phone = forms.CharField(label=_("Phone number"), max_length=11, min_length=11)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weight = forms.DecimalField(label=_("Amount kept"), help_text=_("At least 125 g a dish."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), ("a", "A"), ("b", "B")])
    way = forms.ChoiceField(
        label=_("Mode"),
        widget=forms.RadioSelect,
        choices=[("own", _("Run by the union")), ("joint", _("Run jointly")), ("bought", _("Bought service"))],
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea)
    agree = forms.BooleanField(label=_("I have shown the guardian the consent form."))
    photo = forms.FileField(label=_("Photo"), required=False)


def example(theme: str = "", bad: bool = False) -> dict[str, Any]:
    """Everything the style guide's templates show."""
    now = timezone.localtime().replace(hour=15, minute=40)
    form = ExampleForm({"phone": "139", "kind": "x", "weight": "0,5 kg"} if bad else None)
    return {
        "form": form,
        "now": now,
        "earlier": now - timedelta(hours=2, minutes=35),
        "later": now + timedelta(minutes=48),
        "soon": timezone.now() + timedelta(minutes=48),
        "yesterday": now - timedelta(days=1),
        "icons": sorted(ICONS),
        "shell": _shell(theme),
        "children": _children(),
        "questions": _questions(),
        "values": [93, 95, 96, 94, None, 97, 95, 92, 91, 95, 96, 90, 88, 92.8],
        "changes": [
            (
                _say("送来的人", "Brought by"),
                _say("母亲 刘敏", "mother Liu Min"),
                _say("父亲 陈建国", "father Chen Jianguo"),
            ),
            (_say("送到时间", "Arrived"), "08:03", "08:11"),
            (_say("备注", "Note"), "", _say("早高峰点错", "wrong tap")),
        ],
        "columns": _say(
            "香港中路 八大关 云南路 江苏路 中山路 八大峡 湛山 金门路 珠海路",
            "Xianggang Badaguan Yunnan Jiangsu Zhongshan Badaxia Zhanshan Jinmen Zhuhai",
        ).split(),
        "heat": _heat(),
        "steps": [
            (_say("工会", "Union"), "done"),
            (_say("管理员", "Administrator"), "now"),
            (_say("设施", "Facilities"), ""),
        ],
        "crumb": [_say("市南区总工会", "Shinan union"), _say("云南路驿站", "Yunnan Road station")],
        "behind": _behind(),
    }


def _behind() -> list[dict[str, Any]]:
    rows = [
        ("云南路驿站", "Yunnan Road", "购买服务·26 人在站", "bought, 26 here", "儿童晨检", "Children's health check", "bad", 430, "于海燕", "Yu Haiyan", 3),
        ("八大关驿站", "Badaguan", "联合办·19 人在站", "joint, 19 here", "留样", "Food samples", "bad", 155, "邢立新", "Xing Lixin", 2),
        ("万象城三层小屋", "MixC third floor", "社会版", "open to all", "午间清洁", "Noon cleaning", "due", 40, "王桂芬", "Wang Guifen", 1),
        ("江苏路驿站", "Jiangsu Road", "工会自办·31 人在站", "own, 31 here", "冰箱温度", "Fridge reading", "due", 25, "毕秀丽", "Bi Xiuli", 1),
    ]  # fmt: skip
    return [
        {"name": _say(zh, en), "about": _say(a, b), "regime": _say(c, d), "kind": kind, "late": minutes * 60,
         "who": _say(e, f), "level": level}
        for zh, en, a, b, c, d, kind, minutes, e, f, level in rows
    ]  # fmt: skip


def _shell(theme: str) -> SimpleNamespace:
    """The shell of an officer who is not there."""
    return SimpleNamespace(
        theme=theme,
        signed_in=True,
        reader="example",
        person=_say("于海燕", "Yu Haiyan"),
        access=None,
        menu=_menu(),
        mine=[],
        tabs=_tabs(),
        bell=Line("bell", _say("提醒", "Reminders"), "#", "bell", False, 3, True),
        unread=3,
    )


def _menu() -> list[tuple[Any, list[Line]]]:
    groups: list[tuple[str, list[tuple[str, str, str, int | None, bool]]]] = [
        ("", [("today", "今天", "Today", None, False), ("place", "驿站和小屋", "Facilities", 300, False), ("rectify", "整改", "Corrective actions", 17, False), ("incident", "突发事件", "Incidents", 1, True)]),
        (_say("年度工作", "The year's work"), [("application", "申报", "Applications", 12, False), ("acceptance", "验收", "Acceptance", 5, False), ("subsidy", "奖补", "Subsidies", None, False), ("dice", "抽查", "Spot checks", None, False), ("assessment", "考核", "Assessment", None, False)]),
        (_say("核查", "Checking"), [("history", "工作台账", "Records", None, False), ("chart", "统计", "Figures", None, False), ("seal", "防篡改核验", "Verification", None, False)]),
    ]  # fmt: skip
    return [
        (name, [Line(icon, _say(zh, en), "#", icon, icon == "today", n, loud) for icon, zh, en, n, loud in lines])
        for name, lines in groups
    ]


def _tabs() -> list[Line]:
    tabs = [("roll-call", "点名", "Roll call"), ("meal", "用餐", "Meals"), ("tasks", "任务", "Tasks"), ("report", "上报", "Report"), ("me", "我的", "Me")]  # fmt: skip
    return [
        Line(icon, _say(zh, en), "#", icon, icon == "roll-call", 2 if icon == "tasks" else None, icon == "tasks")
        for icon, zh, en in tabs
    ]


def _children() -> list[dict[str, Any]]:
    names = _say(CHILDREN.replace(" ", ","), CHILDREN_EN).split(",")
    made = []
    for index, name in enumerate(names):
        state, note = "here", f"08:{index + 1:02}"
        if index in (1, 4):
            state, note = "late", _say("应到 08:30", "due 08:30")
        elif index in (0, 5, 6, 10, 13):
            state, note = "wait", _say("点一下签到", "tap to check in")
        elif index == 12:
            state, note = "away", _say("病假", "ill")
        elif index == 17:
            state, note = "gone", _say("15:20 母亲接走", "15:20 mother")
        elif index % 3 == 0:
            note += _say(" 父亲", " father")
        flags: list[Any] = [_say("花生", "peanut")] if index in (3, 10) else []
        flags += [(_say("用药", "medicine"), "due")] if index == 7 else []
        made.append({"name": name, "state": state, "note": note, "flags": flags})
    return made


def _questions() -> list[dict[str, Any]]:
    base: dict[str, Any] = {"required": True, "low": None, "high": None, "unit": "", "answer": None, "failing": ()}
    return [
        {**base, "key": "floor", "kind": "yes_no", "title": _say("地面、台面无污渍、无积水", "Floor and tops without stains or water"), "answer": "yes"},
        {**base, "key": "hot", "kind": "yes_no", "title": _say("热水正常", "Hot water works"), "answer": "no", "note": "", "photo_on_failure": True},
        {**base, "key": "fridge", "kind": "temperature", "title": _say("冰箱温度", "Fridge temperature"), "low": 0, "high": 8, "unit": "°C", "answer": "9.4", "remedy": "lower",
         "remedies": [("lower", _say("调低温度，30 分钟后复测", "Turned down, measure again in 30 minutes")), ("empty", _say("清空并停用", "Emptied and switched off")), ("repair", _say("报修", "Repair called"))]},
        {**base, "key": "level", "kind": "choice", "title": _say("洗手液", "Soap"), "options": [("full", _say("满", "full")), ("half", _say("半瓶", "half")), ("out", _say("没有了", "none"))], "failing": ("out",), "answer": "half"},
        {**base, "key": "wipes", "kind": "count", "title": _say("补充湿巾", "Wipes added"), "answer": 2, "unit": _say("包", "packs"), "required": False},
        {**base, "key": "photo", "kind": "photo", "title": _say("清洁后照片", "Photo after cleaning"), "help": _say("哺乳椅、尿布台各一张", "One of the chair, one of the changing table"), "required": False},
        {**base, "key": "note", "kind": "text", "title": _say("留言给下一班", "Note for the next shift"), "required": False},
        {**base, "key": "sign", "kind": "signature", "title": _say("签名", "Signature"), "error": _say("请签名", "Please sign")},
    ]  # fmt: skip


def _heat() -> list[tuple[str, list[tuple[int | None, str]]]]:
    names = _say(
        "登记 接送 晨检 留样 用餐 应急 清洁 设备",
        "Register Hand-over Health Samples Meals Emergency Cleaning Equipment",
    ).split()
    rows, seed = [], 7
    for row, name in enumerate(names):
        cells: list[tuple[int | None, str]] = []
        for column in range(9):
            seed = seed * 48271 % 2147483647
            value: int | None = 88 + seed % 13
            if (row, column) in ((2, 2), (3, 1)):
                value = 61 + column
            elif (row, column) == (6, 7):
                value = 78
            elif (row, column) == (5, 4):
                value = None
            cells.append((value, "#"))
        rows.append((name, cells))
    return rows
