"""A line of a roster as a form, forgiving of how people write; and the spreadsheet that it stands in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.facilities.workbook import Column, Line, column_of, empty_book, read_sheets
from stations.enrolment.models import Child, Relation

SHEET = ("儿童花名册", "Children")
INSTRUCTIONS = (
    _("One line a child. The columns up to the agreement must be filled in, all others may stay empty."),
    _("A child that is registered already is updated, not doubled: by identity number, else name and birth date."),
    _("When a line updates a child, an empty cell leaves what stands."),
    _("Dates as 2017-03-05, 2017/3/5 or 2017年3月5日; sex and birth date may be left to the identity number."),
    _("Identity numbers and phones must stand as text, or Excel rounds them: the template's columns are text."),
    _("Enter only children whose guardian agreed in writing; the signed paper stays in the folder."),
    _("Nothing is kept until you have seen the result of the check and confirmed it; then all or nothing."),
    _("At most 2,000 lines and 5 MB."),
)
# As people write them, beside the words of our own lists.
_SEXES = {"男": "male", "女": "female", "男孩": "male", "女孩": "female", "m": "male", "f": "female"}
_RELATIONS = {
    "爸爸": "father",
    "父": "father",
    "妈妈": "mother",
    "母": "mother",
    "爷爷": "grandfather",
    "祖父": "grandfather",
    "奶奶": "grandmother",
    "祖母": "grandmother",
    "姥爷": "maternal_grandfather",
    "外公": "maternal_grandfather",
    "姥姥": "maternal_grandmother",
    "外婆": "maternal_grandmother",
    "保姆": "nanny",
    "亲戚": "relative",
}
_YES = {"是": "yes", "已同意": "yes", "同意": "yes", "y": "yes", "√": "yes", "否": "no", "n": "no"}
_NUMERALS = "零一二三四五六七八九"
# Days before 1900-01-01 in Excel's count, with its leap year that never was.
_EXCEL = dt.date(1899, 12, 30)


class Day(forms.DateField):
    """A date as people and programs write it."""

    def to_python(self, value: Any) -> Any:
        """ISO, slashes, dots, Chinese, eight digits, or the number that Excel keeps a date as."""
        text = str(value or "").strip().split(" ")[0]
        if re.fullmatch(r"[2-6]\d{4}", text):
            return _EXCEL + dt.timedelta(days=int(text))
        if re.fullmatch(r"\d{8}", text):
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
        return super().to_python("-".join(parts.groups()) if parts else text)


class Grade(forms.IntegerField):
    """A grade: 2, 2年级, 二年级."""

    def to_python(self, value: Any) -> Any:
        """The number in it."""
        text = str(value or "").strip().removesuffix("年级").removesuffix("级")
        return super().to_python(str(_NUMERALS.index(text)) if len(text) == 1 and text in _NUMERALS else text)


class RosterRowForm(forms.Form):
    """A child with the people around it."""

    name = forms.CharField(label=_("Child's name"), max_length=40)
    sex = forms.ChoiceField(label=_("Sex"), choices=Child.Sex.choices, required=False)
    birth_date = Day(label=_("Birth date"), required=False)
    guardian_name = forms.CharField(label=_("Guardian's name"), max_length=40)
    guardian_relation = forms.ChoiceField(label=_("Guardian's relation"), choices=Relation.choices)
    guardian_phone = forms.CharField(label=_("Guardian's phone"), max_length=20)
    agreed = forms.ChoiceField(label=_("Guardian agreed in writing"), choices=[("yes", _("Yes")), ("no", _("No"))])
    grade = Grade(label=_("Grade"), min_value=1, max_value=9, required=False)
    school = forms.CharField(label=_("School"), max_length=60, required=False)
    identity_number = forms.CharField(label=_("Identity number"), max_length=18, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=100, required=False)
    employer_union = forms.CharField(label=_("Employer's trade union"), max_length=100, required=False)
    second_name = forms.CharField(label=_("Second guardian's name"), max_length=40, required=False)
    second_relation = forms.ChoiceField(label=_("Second guardian's relation"), choices=Relation.choices, required=False)
    second_phone = forms.CharField(label=_("Second guardian's phone"), max_length=20, required=False)
    contact_name = forms.CharField(label=_("Emergency contact's name"), max_length=40, required=False)
    contact_relation = forms.ChoiceField(
        label=_("Emergency contact's relation"), choices=Relation.choices, required=False
    )
    contact_phone = forms.CharField(label=_("Emergency contact's phone"), max_length=20, required=False)
    person_name = forms.CharField(label=_("Pick-up person's name"), max_length=40, required=False)
    person_relation = forms.ChoiceField(label=_("Pick-up person's relation"), choices=Relation.choices, required=False)
    person_phone = forms.CharField(label=_("Pick-up person's phone"), max_length=20, required=False)
    flag = forms.CharField(label=_("Flag on the tile"), max_length=12, required=False)
    allergies = forms.CharField(label=_("Allergies"), max_length=300, required=False)
    health_note = forms.CharField(label=_("Health"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever is named has a relation, and a phone where we would call."""
        given = super().clean() or self.cleaned_data
        for who in ("second", "contact", "person"):
            if given.get(f"{who}_name"):
                if not given.get(f"{who}_relation"):
                    given[f"{who}_relation"] = Relation.OTHER
                if who != "person" and not given.get(f"{who}_phone"):
                    self.add_error(f"{who}_phone", _("Enter the phone number, or leave the name empty too."))
        if given.get("agreed") == "no":
            self.add_error("agreed", _("Without this agreement the child's data may not be kept."))
        return given


def columns() -> list[Column]:
    """The columns of the sheet."""
    return [column_of(field) for field in RosterRowForm.base_fields.values()]


def template() -> bytes:
    """The empty spreadsheet with explanations and choices to pick from."""
    return empty_book(INSTRUCTIONS, [(SHEET, columns())])


def read(file: Any) -> list[Line]:
    """The lines of an uploaded roster, in plain characters. Raises RuleBroken at `file`."""
    (lines,) = read_sheets(file, [(SHEET, columns())])
    return [Line(line.number, _plain(line.cells)) for line in lines]


def _plain(cells: dict[str, str]) -> dict[str, str]:
    """Half-width letters and digits, and words of our lists for what people write instead."""
    relations = {column_of(field).zh for name, field in RosterRowForm.base_fields.items() if "relation" in name}
    words = {
        column_of(RosterRowForm.base_fields["sex"]).zh: _SEXES,
        column_of(RosterRowForm.base_fields["agreed"]).zh: _YES,
        **dict.fromkeys(relations, _RELATIONS),
    }
    plain = {name: unicodedata.normalize("NFKC", text).strip() for name, text in cells.items()}
    return {name: words.get(name, {}).get(text.lower(), text) for name, text in plain.items()}
