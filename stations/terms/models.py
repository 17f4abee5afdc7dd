"""The station beyond its facility, and its terms (期): days, hours, groups, cancelled days."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Facility, OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.records.days import full_years


class Station(OfFacility):
    """What a day-care station (驿站) has beside its facility: the fields of 附件1 that rooms do not have."""

    class RunningMode(models.TextChoices):
        """Clause 二.2, the three ways to run a station (创办形式)."""

        UNION = "union", _("Run by the union")
        JOINT = "joint", _("Run jointly")
        PURCHASED = "purchased", _("Purchased service")

    class UnitNature(models.TextChoices):
        """单位性质 of 附件1."""

        AGENCY = "agency", _("Government agency")
        INSTITUTION = "institution", _("Public institution")
        STATE_OWNED = "state_owned", _("State-owned enterprise")
        PRIVATE = "private", _("Private enterprise")
        SOCIAL = "social", _("Social organisation")
        COMMUNITY = "community", _("Community")
        OTHER = "other", _("Other")

    class MealSupply(models.TextChoices):
        """供餐方式: switches off the food duties that a station does not have."""

        KITCHEN = "kitchen", _("Own kitchen")
        CANTEEN = "canteen", _("Staff canteen")
        DELIVERY = "delivery", _("Delivered meals")
        NONE = "none", _("No meals")

    facility = models.OneToOneField(Facility, models.PROTECT, related_name="station", verbose_name=_("facility"))
    running_mode = models.CharField(
        _("running mode"), max_length=10, choices=RunningMode.choices, default=RunningMode.UNION
    )
    unit_nature = models.CharField(
        _("nature of the unit"), max_length=12, choices=UnitNature.choices, default=UnitNature.INSTITUTION
    )
    parent_unit = models.CharField(_("parent unit"), max_length=100, blank=True, help_text=_("隶属具体单位 of 附件1."))
    meal_supply = models.CharField(
        _("meal supply"), max_length=10, choices=MealSupply.choices, default=MealSupply.CANTEEN
    )
    service_content = models.TextField(_("service content"), blank=True)
    service_effect = models.TextField(_("service effect"), blank=True)
    area = models.DecimalField(
        _("area (m²)"), max_digits=7, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints = (models.CheckConstraint(name="station_area", condition=Q(area=None) | Q(area__gt=0)),)

    def __str__(self) -> str:
        return str(self.facility)


class TermQuerySet(OfFacilityQuerySet):
    """Terms by state and day."""

    def on(self, day: dt.date) -> TermQuerySet:
        """Terms whose children come on this day, but for a closure of the whole facility."""
        return self.filter(
            state=Term.State.OPEN,
            first_day__lte=day,
            last_day__gte=day,
            weekdays__contains=str(day.weekday()),
        ).exclude(closures__date=day)

    def taking_applications(self, now: dt.datetime) -> TermQuerySet:
        """Terms for which guardians may apply at this moment."""
        return self.filter(
            Q(applications_until=None) | Q(applications_until__gt=now),
            state__in=Term.AHEAD,
            applications_from__lte=now,
            last_day__gte=timezone.localdate(now),
        )

    def overlapping(self, first: dt.date, last: dt.date) -> TermQuerySet:
        """Terms not cancelled that share a day of the calendar with this span."""
        return self.filter(first_day__lte=last, last_day__gte=first).exclude(state=Term.State.CANCELLED)


class Term(OfFacility):
    """A holiday course of days (期, 开班): when children come, how many, of which grades. Clock times are local."""

    class State(models.TextChoices):
        """A term's life."""

        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Running")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    class WaitingRule(models.TextChoices):
        """In which order children wait; its words are shown to guardians."""

        SIBLINGS = "siblings", _("Brothers and sisters of children with a place first, then by time of application")
        MEMBERS = "members", _("Children of trade union members first, then by time of application")
        TIME = "time", _("By time of application")

    class Filling(models.TextChoices):
        """What happens when a place becomes free while children wait."""

        STAFF = "staff", _("The facility manager confirms the next on the list")
        AUTO = "auto", _("The next on the list gets it at once")

    AHEAD = (State.PLANNED, State.OPEN)

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=90, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens = models.TimeField(_("opens"), default=dt.time(8, 0))
    closes = models.TimeField(_("closes"), default=dt.time(17, 30))
    arrive_by = models.TimeField(
        _("arrive by"), default=dt.time(8, 30), help_text=_("A child not here by then counts as missing.")
    )
    # Digits of the weekdays on which children come, 0 is Monday.
    weekdays = models.CharField(
        _("weekdays"), max_length=7, default="01234", validators=[RegexValidator(r"^[0-6]+$", _("Choose weekdays."))]
    )
    capacity = models.PositiveSmallIntegerField(_("places"), default=40, validators=[MinValueValidator(1)])
    grade_from = models.PositiveSmallIntegerField(
        _("from grade"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    grade_to = models.PositiveSmallIntegerField(
        _("to grade"), default=6, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    age_from = models.PositiveSmallIntegerField(
        _("from age"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(17)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("to age"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(17)]
    )
    fee_note = models.CharField(_("fees"), max_length=100, blank=True)
    health_check = models.BooleanField(
        _("epidemic mode"), default=False, help_text=_("Temperature and health are asked at each drop-off.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    # Guardians apply from one moment until another, or until the term is over; without a beginning not at all.
    applications_from = models.DateTimeField(_("applications open"), null=True, blank=True)
    applications_until = models.DateTimeField(_("applications close"), null=True, blank=True)
    waiting_rule = models.CharField(
        _("order of the waiting list"), max_length=8, choices=WaitingRule.choices, default=WaitingRule.SIBLINGS
    )
    filling = models.CharField(
        _("when a place becomes free"), max_length=5, choices=Filling.choices, default=Filling.STAFF
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = (
            models.CheckConstraint(
                name="term_days",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="term_hours",
                condition=Q(closes__gt=F("opens"), arrive_by__gte=F("opens"), arrive_by__lte=F("closes")),
                violation_error_message=_("The hours must follow one another: opens, arrive by, closes."),
            ),
            models.CheckConstraint(
                name="term_grades",
                condition=Q(grade_to__gte=F("grade_from")),
                violation_error_message=_("The last grade lies before the first."),
            ),
            models.CheckConstraint(
                name="term_ages",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_("The last age lies before the first."),
            ),
            models.CheckConstraint(name="term_capacity", condition=Q(capacity__gte=1)),
            models.CheckConstraint(
                name="term_applications",
                condition=Q(applications_from=None)
                | Q(applications_until=None)
                | Q(applications_until__gt=F("applications_from")),
                violation_error_message=_("Applications close before they open."),
            ),
        )
        indexes = (models.Index(fields=["facility", "first_day"], name="term_by_facility"),)

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def takes_applications(self, now: dt.datetime) -> bool:
        """Whether guardians may apply for it at this moment."""
        return (
            self.state in self.AHEAD
            and self.applications_from is not None
            and self.applications_from <= now
            and (self.applications_until is None or now < self.applications_until)
            and self.last_day >= timezone.localdate(now)
        )

    def takes_age(self, birth_date: dt.date) -> bool:
        """Whether a child is of an age for it, in full years on its first day."""
        age = full_years(birth_date, self.first_day)
        return (self.age_from is None or age >= self.age_from) and (self.age_to is None or age <= self.age_to)

    def day_number(self, day: dt.date) -> int:
        """Which day of the term this is, counting the days on which children come."""
        span = (day - self.first_day).days
        return sum(str((self.first_day + dt.timedelta(n)).weekday()) in self.weekdays for n in range(span + 1))


class TermClosure(OfFacility):
    """A day of a term that is cancelled: typhoon, epidemic, the house is needed."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="closures", verbose_name=_("term"))
    date = models.DateField(_("day"))
    note = models.CharField(_("why"), max_length=100)

    class Meta:
        verbose_name = _("cancelled day")
        verbose_name_plural = _("cancelled days")
        constraints = (models.UniqueConstraint(fields=["term", "date"], name="term_closure_once"),)

    def __str__(self) -> str:
        return f"{self.date} {self.note}"


class Group(OfFacility):
    """A group (组) of a term's children."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="groups", verbose_name=_("term"))
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["term", "name"], name="group_name_once"),)

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class Function(models.TextChoices):
    """What a grown-up at a station does."""

    TUTOR = "tutor", _("Tutor")
    CARER = "carer", _("Carer")
    VOLUNTEER = "volunteer", _("Volunteer")


class GroupStaff(OfFacility):
    """Who looks after a group (带班), from a day until another takes over."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="staff", verbose_name=_("group"))
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=10, choices=Function.choices, default=Function.TUTOR)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff of a group")
        verbose_name_plural = _("staff of groups")
        ordering = ("group", "function", "id")
        constraints = (
            models.UniqueConstraint(fields=["group", "person"], name="group_staff_once", condition=Q(until=None)),
            models.CheckConstraint(name="group_staff_span", condition=Q(until=None) | Q(until__gte=F("since"))),
        )

    def __str__(self) -> str:
        return f"{self.person.name} · {self.get_function_display()}"


class ShiftQuerySet(OfFacilityQuerySet):
    """Shifts that stand."""

    def standing(self) -> ShiftQuerySet:
        """Without those taken off the roster."""
        return self.filter(cancelled_at=None)


class Shift(OfFacility):
    """Somebody is on duty (值班) on a day from one clock time until another, by the station's clock.

    A volunteer without an account stands here by name.
    """

    date = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=40)
    function = models.CharField(_("function"), max_length=10, choices=Function.choices, default=Function.TUTOR)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("date", "starts", "name")
        constraints = (
            models.CheckConstraint(
                name="shift_span",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("The shift ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["facility", "date", "name", "starts"],
                name="shift_once",
                condition=Q(cancelled_at=None),
                violation_error_message=_("This person already has this shift."),
            ),
        )
        indexes = (models.Index(fields=["facility", "date"], name="shift_by_day"),)

    def __str__(self) -> str:
        return f"{self.name} {self.starts:%H:%M}–{self.ends:%H:%M}"
