"""Trade unions as a tree, people, and memberships that grant roles."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from ops.organization.roles import AT_DESK, AT_FACILITY, AT_UNION, Role
from ops.records.actor import Actor
from ops.records.encryption import EncryptedTextField
from ops.records.ids import uuid7
from ops.records.models import Recorded, RecordedQuerySet
from ops.records.search import SearchField, wanted

# Mainland mobile numbers, as people type them: eleven digits beginning with 1.
mobile_number = RegexValidator(r"^1[3-9]\d{9}$", _("Enter an 11-digit mobile number."))
# A user name can never be taken for somebody else's phone number, so that a log-in name means one person.
user_name = RegexValidator(
    r"^(?!1\d{10}$)[a-z0-9][a-z0-9._-]{1,59}$",
    _("2 to 60 small letters, digits, dots or hyphens, and not a phone number."),
)


def normal_phone(text: str) -> str:
    """A phone number as it is stored, from what people type or paste: full-width digits, blanks, +86."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", digits)


def normal_login(text: str) -> str:
    """A log-in name as it is stored: a phone number, or a user name in small letters."""
    phone = normal_phone(text)
    return phone if re.fullmatch(r"1\d{10}", phone) else unicodedata.normalize("NFKC", text or "").strip().lower()


def new_username() -> str:
    """A user name for somebody who signs in by phone; it tells nothing about them."""
    return "u" + get_random_string(9, "23456789abcdefghjkmnpqrstuvwxyz")


def new_stamp() -> str:
    """A value whose change ends all sessions of a person."""
    return get_random_string(16)


def in_language(zh: str, en: str) -> str:
    """The text of the reader's language; Chinese where there is no English."""
    return en if en and (get_language() or "").startswith("en") else zh


class TradeUnionQuerySet(RecordedQuerySet, MP_NodeQuerySet):
    """Unions as the reader may see them."""

    def visible_to(self, access: Any) -> TradeUnionQuerySet:
        """Unions in the subtrees of the reader's memberships."""
        return self.filter(access.unions())


class TradeUnionManager(MP_NodeManager.from_queryset(TradeUnionQuerySet)):
    """Tree order by default."""

    def get_queryset(self) -> Any:
        return TradeUnionQuerySet(self.model, using=self._db).order_by("path")


class TradeUnion(MP_Node, Recorded):
    """A trade-union organisation (工会), in the federation's tree (clause 三)."""

    class Level(models.TextChoices):
        """Where a union stands in the federation."""

        CITY = "city", _("City federation")
        DISTRICT = "district", _("District federation")
        MUNICIPAL = "municipal", _("Municipal-direct union")
        CENTRAL = "central", _("Central or provincial union")
        GRASSROOTS = "grassroots", _("Grassroots union")

    UNRECORDED = frozenset({"numchild"})

    name = models.CharField(pgettext_lazy("place", "name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    division_code = models.CharField(
        _("administrative division code"), max_length=12, blank=True, help_text=_("GB/T 2260, six digits.")
    )

    objects = TradeUnionManager()

    class Meta:
        verbose_name = _("trade union")
        verbose_name_plural = _("trade unions")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class UserQuerySet(RecordedQuerySet):
    """People as the reader may see them."""

    def visible_to(self, access: Any) -> UserQuerySet:
        """People who hold or held a role in the reader's reach, and the reader."""
        held = Membership.objects.visible_to(access).exclude(role=Role.GUARDIAN)
        return self.filter(Q(pk__in=held.values("user")) | Q(pk=access.user.pk))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """People sign in by phone number or user name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by phone number or user name; raises User.DoesNotExist."""
        login = normal_login(username or "")
        return self.get(phone=login) if re.fullmatch(r"1\d{10}", login) else self.get(username=login)

    def create_user(
        self, username: str, password: str | None = None, *, by: Actor | None = None, **fields: Any
    ) -> User:
        """Make a person; without a password they cannot sign in until they follow a one-time link."""
        user = self.model(username=normal_login(username), **fields)
        user.set_password(password)
        user.acted_by(by or Actor.command("create_user")).save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make the federation's system administrator (Django admin)."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, Recorded):
    """A person with a log-in (人员)."""

    UNRECORDED = frozenset({"password", "last_login", "session_stamp", "search"})
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012

    username = models.CharField(
        _("user name"), max_length=60, unique=True, default=new_username, validators=[user_name]
    )
    phone = models.CharField(
        _("phone number"), max_length=11, unique=True, null=True, blank=True, validators=[mobile_number]
    )  # noqa: DJ001
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the administration site"), default=False)
    is_superuser = models.BooleanField(_("system administrator"), default=False)
    session_stamp = models.CharField(max_length=16, default=new_stamp, editable=False)
    search = SearchField(sources=("name", "username"), max_length=300)

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **options: Any) -> None:
        """A sign-in changes nothing about the person: its time, and a password re-hashed, leave no history."""
        fields = options.get("update_fields")
        if fields and self.UNRECORDED.issuperset(fields):
            User.objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in fields})
            return
        super().save(*args, **options)

    def get_session_auth_hash(self) -> str:
        """Sessions end when the password or the stamp changes."""
        return salted_hmac("ops.session", self.password + self.session_stamp, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        """The same under the older secret keys."""
        for key in settings.SECRET_KEY_FALLBACKS:
            parts = self.password + self.session_stamp
            yield salted_hmac("ops.session", parts, secret=key, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """As Django's mail and admin expect it."""
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions serve the administration site only."""
        return self.is_active and self.is_superuser

    def has_perms(self, perms: Any, obj: Any = None) -> bool:
        """See has_perm."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        """See has_perm."""
        return self.is_active and self.is_superuser


class MembershipQuerySet(RecordedQuerySet):
    """Memberships by time."""

    def current(self, at: Any = None) -> MembershipQuerySet:
        """Those in force at a time (now, unless told)."""
        at = at or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def visible_to(self, access: Any) -> MembershipQuerySet:
        """Those at facilities and unions in the reader's reach, held now or before."""
        roles = (Role.FACILITY_MANAGER, *AT_DESK)
        return self.filter(access.facilities("facility", roles) | access.unions("union"))

    def matching(self, text: str) -> MembershipQuerySet:
        """By the person's name, its pinyin or initials, or phone number."""
        sought = wanted(text)
        return self.filter(Q(user__search__contains=sought) | Q(user__phone__contains=sought)) if sought else self


class Membership(Recorded):
    """A role that a person holds at a facility, or at a union and all below it, from one time until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    union = models.ForeignKey(
        TradeUnion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("trade union"),
    )
    facility = models.ForeignKey(
        "ops.Facility",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("facility"),
    )
    since = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.CheckConstraint(
                name="membership_at_union_or_facility",
                condition=Q(union=None, facility__isnull=False, role__in=sorted(AT_FACILITY))
                | Q(union__isnull=False, facility=None, role__in=sorted(AT_UNION)),
                violation_error_message=_("This role is held at a union, or at a facility, not at the other."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                violation_error_message=_("The end lies before the beginning."),
            ),
        )
        indexes = (models.Index(fields=["user", "until"], name="membership_by_user"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def place(self) -> Any:
        """The union or facility where the role is held."""
        return self.facility if self.facility_id else self.union

    @property
    def is_current(self) -> bool:
        """Whether it is in force now."""
        now = timezone.now()
        return self.since <= now and (self.until is None or self.until > now)


class OneTimeLink(Recorded):
    """A link by which one person sets a password once: the first sign-in, or after a forgotten password.

    Only a hash of its secret is kept. Making a new one ends the earlier ones.
    """

    UNRECORDED = frozenset({"secret_hash"})
    DAYS_VALID = 7

    user = models.ForeignKey(User, models.PROTECT, related_name="one_time_links", verbose_name=_("person"))
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")

    def __str__(self) -> str:
        return f"{self.user} → {self.expires_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class PhoneCode(models.Model):
    """A code that was sent to a phone, to prove who holds it; kept as a keyed hash for a day, with no history."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_hash = models.CharField(max_length=64)
    purpose = models.CharField(_("what it is for"), max_length=20)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField(_("expires at"))
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("code to a phone")
        verbose_name_plural = _("codes to phones")
        indexes = (
            models.Index(fields=["phone_hash", "purpose"], name="code_by_phone"),
            models.Index(fields=["expires_at"], name="code_by_end"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} → {self.expires_at:%Y-%m-%d %H:%M}"


class PhoneText(models.Model):
    """A text message to somebody without an account, until a gateway took it; machinery, as the outbox of reminders."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone = EncryptedTextField(_("phone number"), blank=True)
    text = EncryptedTextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    # While waiting: not sent before; while being sent: the sender's lease.
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        indexes = (
            models.Index(fields=["not_before"], name="text_to_send", condition=Q(state="waiting")),
            models.Index(fields=["created_at"], name="text_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.state}"


class ApiToken(AbstractAuthToken):
    """A token by which a program acts for a person; shown once, kept as a hash."""

    name = models.CharField(_("what it is for"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.name or self.token_key[:8]} ({self.user})"
