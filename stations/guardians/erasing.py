"""Erasing who a child was, from rows and from history, once no duty to keep it applies (PIPL Art. 47, decision 3).

What happened at the station stays: hand-overs, absences, meals, of a child without a name. A tombstone says that
somebody was erased, when, by whom and why, so that a gap is never taken for a forgery.
"""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.organization.models import User, new_stamp
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.encryption import EncryptedTextField
from ops.records.errors import Conflict
from ops.reminders.models import Reminder
from stations.applications.models import Application, AppliedChild
from stations.enrolment.models import Child, ChildAllergen, Enrolment, Guardian
from stations.guardians.accounts import is_only_guardian
from stations.guardians.around import tables
from stations.guardians.models import AllergyRequest, DataRequest, Erasure
from stations.meals.models import KitchenOrder, MealRecord, Serving

# What stands where a text stood: some texts may not be empty.
GONE = "已删除"
# Texts that say nothing of a person.
KEPT = frozenset({"text_version", "code_hash", "request_id", "actor_name", "source", "state"})
# What a child's row holds beside texts, and what the database wants to stay different.
CHILD = {"birth_date": "1900-01-01", "grade": None, "photo": None, "identity_hash": "", "identity_known": False}
HEALTH = ("flag", "allergies", "health_note", "medication")


@transaction.atomic
def erase_child(*, child: Child, reason: str, by: Actor, request: DataRequest | None = None) -> Erasure:
    """Erase all that identifies a child, its pick-up persons and those guardians who have no other child here.

    Raises Conflict while the child has a place in a term that is not over, or was erased already; RuleBroken without
    the ground on which it is done. What staff typed into records that are not of this child (an incident's report)
    is not found by this.
    """
    require_reason(reason)
    fresh = lock(child, version=None)
    if fresh.erased_at is not None:
        raise Conflict(_("This child's data were erased already."))
    if Enrolment.objects.filter(child=fresh, state__in=Enrolment.HOLDING, term__last_day__gte=_today(fresh)).exists():
        raise Conflict(_("The child has a place in a term. Give the place up first, then erase."))
    photos = _photos_of(fresh)
    rows = sum(_blank(table.model, Q(**{table.path: fresh.pk})) for table in tables())
    rows += sum(_blank_guardian(guardian) for guardian in _alone_with(fresh))
    rows += sum(_blank_application(one) for one in _applications_only_for(fresh))
    rows += _blank_in_lists(fresh)
    _blank(Child, Q(pk=fresh.pk), **CHILD)
    models.QuerySet(Child).filter(pk=fresh.pk).update(erased_at=timezone.now())
    Reminder.objects.filter(params__child=str(fresh.pk)).delete()
    transaction.on_commit(lambda: _delete_files(photos))
    return create(
        Erasure(facility_id=fresh.facility_id, child=fresh, request=request, ground=reason.strip(), rows=rows + 1),
        by=by,
    )


@transaction.atomic
def erase_health(*, child: Child, reason: str, by: Actor) -> Child:
    """Erase what is kept of a child's health, from rows and history.

    Allergies, notes, medication, the word on its tile, what was asked about them, which dishes it was kept from.
    """
    require_reason(reason)
    fresh = lock(child, version=None)
    of_child = Q(child=fresh.pk)
    _overwrite(Child, Q(pk=fresh.pk), **dict.fromkeys(HEALTH, ""))
    _overwrite(ChildAllergen, of_child, allergen="", withdrawn_at=timezone.now())
    _overwrite(AllergyRequest, of_child, allergens=[], words="")
    _overwrite(Serving, of_child, clashes=[], has_clash=False, instead="")
    _blank_in_lists(fresh)
    return save(Child.objects.get(pk=fresh.pk), by=by, reason=reason)


def _overwrite(model: Any, which: Q, **values: Any) -> None:
    """Write these values into some rows and all their versions."""
    keys = list(models.QuerySet(model).filter(which).values_list("pk", flat=True))
    models.QuerySet(model).filter(pk__in=keys).update(**values)
    _history(model).filter(id__in=keys).update(**values)


def _today(child: Child) -> Any:
    return child.facility.today()


def _history(model: Any) -> models.QuerySet[Any]:
    return model.history.model._base_manager.all()


def _blank(model: Any, which: Q, **more: Any) -> int:
    """Blank the texts of some rows and of all their versions; returns how many rows."""
    current: Any = models.QuerySet(model).filter(which)
    keys = list(current.values_list("pk", flat=True))
    current = models.QuerySet(model).filter(pk__in=keys)
    blanks = {field.name: _blanked(field) for field in model._meta.concrete_fields if _is_text(field)}
    if not keys:
        return 0
    if blanks or more:
        current.update(**{**blanks, **more})
    past = model.history.model
    known = {field.name for field in past._meta.concrete_fields}
    in_past = {name: value for name, value in {**blanks, **more}.items() if name in known}
    reason = _blanked(past._meta.get_field("history_change_reason"))
    past._base_manager.filter(id__in=keys).update(**in_past, history_change_reason=reason)
    return len(keys)


def _is_text(field: models.Field[Any, Any]) -> bool:
    if field.choices or field.primary_key or field.name in KEPT or field.is_relation:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField) or field.name == "temperature"


def _blanked(field: models.Field[Any, Any]) -> Any:
    """The value in place of a text: nothing where there was nothing, else a word."""
    if isinstance(field, models.JSONField):
        return Value(field.get_default(), output_field=field)
    if field.name == "temperature":
        return None
    word = GONE[: getattr(field, "max_length", None) or len(GONE)]
    if isinstance(field, EncryptedTextField):
        return ""
    return Case(When(**{field.name: ""}, then=F(field.name)), default=Value(word), output_field=field.__class__())


def _alone_with(child: Child) -> list[Guardian]:
    """Guardians who are here for this child only."""
    others = Q(guardianships__child__erased_at=None) & ~Q(guardianships__child=child.pk)
    mine = Guardian.objects.filter(guardianships__child=child.pk)
    return list(mine.exclude(pk__in=Guardian.objects.filter(others).values("pk")).select_related("user"))


def _blank_guardian(guardian: Guardian) -> int:
    user = guardian.user
    # The database wants it to stay one of a kind; it is a hash of nothing.
    rows = _blank(Guardian, Q(pk=guardian.pk))
    models.QuerySet(Guardian).filter(pk=guardian.pk).update(phone_hash=f"erased:{guardian.pk}", user=None)
    _history(Guardian).filter(id=guardian.pk).update(user=None)
    if user is not None and not user.guardian_rows.exists() and is_only_guardian(user):
        rows += _blank(User, Q(pk=user.pk), username=f"erased-{user.pk.hex[:20]}", phone=None, email="", language="")
        models.QuerySet(User).filter(pk=user.pk).update(is_active=False, session_stamp=new_stamp(), search="")
        Reminder.objects.filter(recipient=user).delete()
    return rows


def _applications_only_for(child: Child) -> list[Application]:
    """Applications by which the child came and no other child that is still known."""
    others = AppliedChild.objects.exclude(enrolment__child=child.pk).exclude(enrolment__child__erased_at__isnull=False)
    mine = Application.objects.filter(children__enrolment__child=child.pk)
    return list(mine.exclude(pk__in=others.values("application")).distinct())


def _blank_application(application: Application) -> int:
    # Its secret link opens nothing any more.
    return _blank(Application, Q(pk=application.pk), phone_hash="", secret_hash=f"erased:{application.pk}")


def _blank_in_lists(child: Child) -> int:
    """The child's entries in lists that other records hold: exceptions at meals, special portions."""
    key, rows = str(child.pk), 0
    for manager in (models.QuerySet(MealRecord), _history(MealRecord)):
        for meal in manager.filter(facility=child.facility_id, exceptions__has_key=key):
            left = {name: value for name, value in meal.exceptions.items() if name != key}
            rows += manager.filter(pk=meal.pk).update(exceptions=left)
    for manager in (models.QuerySet(KitchenOrder), _history(KitchenOrder)):
        for order in manager.filter(facility=child.facility_id, specials__icontains=key):
            masked = [dict(one, name=GONE, name_en="") if one.get("child") == key else one for one in order.specials]
            rows += manager.filter(pk=order.pk).update(specials=masked)
    return rows


def _photos_of(child: Child) -> list[Photo]:
    """Pictures of the child, of its pick-up persons, and signatures."""
    keys = {child.photo_id}
    for table in tables():
        for field in table.model._meta.concrete_fields:
            if field.related_model is Photo:
                keys |= set(table.of(child).values_list(field.attname, flat=True))
    return list(Photo.objects.filter(pk__in=[key for key in keys if key]))


def _delete_files(photos: list[Photo]) -> None:
    for photo in photos:
        for name in (str(photo.image.name), photo.small_name):
            default_storage.delete(name)
