"""The federation, its districts, direct unions and grassroots unions."""

from __future__ import annotations

from config.demo.places import CENTRAL, DISTRICTS, MUNICIPAL, in_english
from config.demo.world import DEMO, World, identity
from ops.organization.actions import add_union
from ops.organization.models import TradeUnion

Level = TradeUnion.Level


def build_unions(world: World) -> None:
    """City → ten districts with a union a street or town; municipal-direct and central unions with three units each."""
    world.city = _union(None, "青岛市总工会", "Qingdao Federation of Trade Unions", Level.CITY, "市总", "370200")
    for name, code, _postcode, streets in DISTRICTS:
        english = f"{in_english(name)} Federation of Trade Unions"
        district = _union(world.city, f"{name}总工会", english, Level.DISTRICT, name, code)
        world.supervising.append(district)
        world.grassroots[name] = [
            _union(district, f"{street}街道总工会", in_english(street, "Subdistrict Union"), Level.GRASSROOTS, street)
            for street in streets
        ]
    for level, unions in ((Level.MUNICIPAL, MUNICIPAL), (Level.CENTRAL, CENTRAL)):
        for name, english in unions:
            union = _union(world.city, name, english, level, name)
            world.supervising.append(union)
            stem = name.removesuffix("工会").removeprefix("驻青").removeprefix("市")
            world.grassroots[name] = [
                _union(
                    union, f"{stem}第{number}基层工会", f"{english}, unit {latin}", Level.GRASSROOTS, f"第{number}基层"
                )
                for number, latin in (("一", 1), ("二", 2), ("三", 3))
            ]


def _union(below: TradeUnion | None, name: str, english: str, level: str, short: str, code: str = "") -> TradeUnion:
    known = TradeUnion.objects.filter(pk=identity("union", name)).first()
    if known:
        return known
    return add_union(
        below=TradeUnion.objects.get(pk=below.pk) if below else None,
        by=DEMO,
        id=identity("union", name),
        name=name,
        name_en=english,
        level=level,
        short_name=short,
        division_code=code,
    )
