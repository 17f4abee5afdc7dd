"""Invented people. Names are drawn from common characters; phone numbers begin with 199 0000, which no one uses."""

import random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
BOYS = (
    "沐阳",
    "一诺",
    "思远",
    "子墨",
    "书豪",
    "浩然",
    "天佑",
    "星辰",
    "俊熙",
    "嘉树",
    "明轩",
    "景行",
    "子谦",
    "辰逸",
    "天乐",
    "博文",
    "宇航",
    "梓睿",
    "子涵",
    "泽宇",
    "奕辰",
    "皓轩",
)
GIRLS = (
    "小满",
    "梓涵",
    "雨桐",
    "可欣",
    "佳怡",
    "若曦",
    "语嫣",
    "知夏",
    "梦琪",
    "安然",
    "芷若",
    "诗雅",
    "小禾",
    "雅静",
    "以沫",
    "欣妍",
    "依诺",
    "诗涵",
    "梓萱",
    "沐瑶",
    "书瑶",
    "清扬",
)
ADULTS = (
    "海燕",
    "立新",
    "桂芬",
    "秀丽",
    "志强",
    "建国",
    "敏",
    "福来",
    "丽华",
    "晓东",
    "春梅",
    "国强",
    "玉兰",
    "建军",
    "婷婷",
    "伟",
    "静",
    "磊",
    "芳",
    "勇",
    "娜",
    "涛",
    "艳",
    "军",
    "霞",
    "平",
    "鹏",
    "洁",
    "超",
    "玲",
)
RELATIONS = (
    ("父亲", "father"),
    ("母亲", "mother"),
    ("爷爷", "grandfather"),
    ("奶奶", "grandmother"),
    ("外公", "grandfather"),
    ("外婆", "grandmother"),
)


class Crowd:
    """Draws people, the same ones for the same seed."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)  # noqa: S311
        self._numbers = iter(range(1, 10_000_000))

    def surname(self) -> str:
        """A surname, common ones more often."""
        return self.chance.choice(SURNAMES[: self.chance.choice((20, 60, len(SURNAMES)))])

    def adult(self, surname: str = "") -> str:
        """A grown-up's name."""
        return (surname or self.surname()) + self.chance.choice(ADULTS)

    def child(self, surname: str, sex: str) -> str:
        """A child's name."""
        return surname + self.chance.choice(GIRLS if sex == "female" else BOYS)

    def phone(self) -> str:
        """A phone number nobody else of this city has."""
        return f"1990{next(self._numbers):07d}"
