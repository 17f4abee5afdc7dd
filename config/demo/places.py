"""Qingdao's districts and county-level cities with their streets and towns, and the unions that are not districts."""

from pypinyin import lazy_pinyin

# Name, GB/T 2260 code, postcode, streets and towns.
DISTRICTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "市南区",
        "370202",
        "266071",
        ("香港中路", "八大关", "云南路", "江苏路", "中山路", "八大峡", "湛山", "金门路", "珠海路", "八大湖"),
    ),
    (
        "市北区",
        "370203",
        "266033",
        ("登州路", "延安路", "辽宁路", "台东", "合肥路", "敦化路", "洛阳路", "水清沟", "开平路", "即墨路"),
    ),
    (
        "黄岛区",
        "370211",
        "266400",
        ("长江路", "薛家岛", "灵珠山", "隐珠", "珠海", "红石崖", "辛安", "滨海", "铁山", "琅琊"),
    ),
    ("崂山区", "370212", "266061", ("中韩", "金家岭", "沙子口", "王哥庄", "北宅")),
    ("李沧区", "370213", "266100", ("振华路", "永清路", "浮山路", "虎山路", "李村", "九水", "世园", "湘潭路")),
    ("城阳区", "370214", "266109", ("流亭", "夏庄", "惜福镇", "棘洪滩", "上马", "河套", "红岛", "城阳")),
    ("即墨区", "370215", "266200", ("通济", "环秀", "潮海", "北安", "龙山", "鳌山卫", "温泉", "蓝村")),
    ("胶州市", "370281", "266300", ("阜安", "中云", "三里河", "胶北", "九龙", "胶东", "里岔")),
    ("平度市", "370283", "266700", ("东阁", "李园", "同和", "凤台", "白沙河", "南村", "蓼兰")),
    ("莱西市", "370285", "266600", ("水集", "望城", "龙水", "姜山", "沽河", "南墅", "院上")),
)

# Industry unions that answer to the city federation directly, and units of central and provincial bodies.
MUNICIPAL = (
    ("市教育工会", "Education Workers' Union"),
    ("市卫生健康工会", "Health Workers' Union"),
    ("市交通运输工会", "Transport Workers' Union"),
    ("市财贸金融工会", "Commerce and Finance Workers' Union"),
    ("市机械冶金工会", "Machinery and Metal Workers' Union"),
    ("市建设工会", "Construction Workers' Union"),
    ("市直机关工会", "Municipal Offices Union"),
    ("市港航工会", "Port and Shipping Workers' Union"),
)
CENTRAL = (
    ("驻青铁路工会", "Railway Workers' Union in Qingdao"),
    ("驻青电力工会", "Electric Power Workers' Union in Qingdao"),
    ("驻青海洋科研院所工会", "Marine Research Institutes' Union in Qingdao"),
    ("驻青石化工会", "Petrochemical Workers' Union in Qingdao"),
)

STATION_HOSTS = (
    "社区服务中心",
    "实验小学",
    "职工活动中心",
    "公交场站",
    "人民医院",
    "产业园",
    "文化馆",
    "机械厂",
    "电子园区",
    "社区书院",
)
ROOM_PLACES = (
    "购物中心三层",
    "政务大厅",
    "医院门诊楼",
    "地铁站站厅",
    "写字楼二层",
    "纺织厂",
    "公园游客中心",
    "客运站",
    "软件园A座",
    "职工之家",
)
ROAD_NAMES = (
    "宁夏路",
    "江西路",
    "南京路",
    "福州路",
    "山东路",
    "延吉路",
    "黑龙江路",
    "重庆路",
    "人民路",
    "文化路",
    "泰山路",
    "长沙路",
)


def in_english(chinese: str, suffix: str = "") -> str:
    """A place name in pinyin, as road signs write it, with what it is in English."""
    for ending, english in (("区", "District"), ("市", "City"), ("路", "Road"), ("街道", "Subdistrict")):
        if chinese.endswith(ending) and len(chinese) > 2:
            return f"{_spelled(chinese[: -len(ending)])} {english} {suffix}".strip()
    return f"{_spelled(chinese)} {suffix}".strip()


def _spelled(chinese: str) -> str:
    return "".join(lazy_pinyin(chinese)).capitalize()
