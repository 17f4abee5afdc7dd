"""The ready checklists: published once, in both languages, for every regime that is done by checklist."""

import datetime as dt

import pytest

from ops.checklists import costs, library
from ops.checklists.models import ChecklistItem, ChecklistTemplate, ChecklistVersion
from ops.checklists.publishing import new_version
from ops.checklists.queries import version_on
from ops.duties.registry import regimes
from ops.policy.defaults import defaults
from tests.factories import TESTER


def test_publishing_twice_changes_nothing(db):
    library.publish(TESTER)
    before = (ChecklistTemplate.objects.count(), ChecklistVersion.objects.count(), ChecklistItem.objects.count())
    library.publish(TESTER)
    after = (ChecklistTemplate.objects.count(), ChecklistVersion.objects.count(), ChecklistItem.objects.count())
    assert before == after
    assert before[0] == len(library.ready())


def test_every_text_has_both_languages_and_items_are_well_formed(db):
    library.publish(TESTER)
    assert ChecklistTemplate.objects.filter(name_en="").count() == 0
    for item in ChecklistItem.objects.select_related("checklist"):
        item.full_clean(exclude=["checklist"])
        assert item.text_en, item.key
        assert all(choice["zh"] and choice["en"] for choice in item.choices), item.key
        if item.condition:
            asked_first = ChecklistItem.objects.get(checklist=item.checklist, key=item.condition["item"])
            assert asked_first.position < item.position
            assert set(item.condition["in"]) <= {choice["key"] for choice in asked_first.choices}


def test_a_number_that_the_law_sets_is_the_one_of_the_policy():
    named = 0
    for key, entry in library.ready().items():
        for item in library.items_of(entry):
            for number, parameter in ((item.low, item.low_parameter), (item.high, item.high_parameter)):
                if parameter:
                    named += 1
                    assert number == defaults[parameter].value, f"{key} {item.key}"
    assert named, "some ready checklists name their parameters"


def test_a_changed_text_becomes_a_new_version_and_the_old_one_stands(db, monkeypatch):
    library.publish(TESTER)
    changed = {key: {**entry, "items": list(entry["items"])} for key, entry in library.ready().items()}
    first = dict(changed["room-daily-cleaning"]["items"][0], text="台面擦过")
    changed["room-daily-cleaning"]["items"][0] = first
    monkeypatch.setattr(library, "ready", lambda: changed)
    library.publish(TESTER)
    texts = ChecklistItem.objects.filter(checklist__template__key="room-daily-cleaning", key="surfaces")
    assert list(texts.order_by("checklist__number").values_list("checklist__number", "text")) == [
        (1, "台面、尿布台、座椅擦过，没有污渍"),
        (2, "台面擦过"),
    ]


def test_a_question_never_changes(db):
    item = ChecklistItem.objects.filter(checklist__template=library.publish(TESTER)["fridge-temperature"]).first()
    item.text = "其他"
    with pytest.raises(TypeError):
        item.acted_by(TESTER).save()


def test_versions_count_up(db):
    template = library.publish(TESTER)["fridge-temperature"]
    version = new_version(
        template=template,
        items=[ChecklistItem(key="a", text="甲", kind="yes_no")],
        valid_from=dt.date(2026, 1, 1),
        by=TESTER,
    )
    assert (version.number, version.items.get().position) == (2, 1)


def test_every_regime_has_a_ready_checklist_and_none_costs_more_than_the_cap(db):
    published = library.publish(TESTER)
    assert {template.regime for template in published.values()} >= {regime.key for regime in regimes}
    for template in published.values():
        items = version_on(template, dt.date(2026, 7, 21)).items.all()
        cost = costs.cost_of(items, template.a_month, None)
        assert (cost.over, cost.week > 0) == (False, True), template.key
