"""Components: what they draw, and that nothing a person typed becomes markup."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template

from ops.web import charts


def draw(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


class AForm(forms.Form):
    why = {"phone": ("To call you.", "one term")}  # noqa: RUF012

    phone = forms.CharField(help_text="Eleven digits.")
    note = forms.CharField(required=False)
    id = forms.UUIDField(widget=forms.HiddenInput)


def test_a_state_is_a_word_and_a_shape():
    assert draw('{% state "due" word %}', word="<b>") == '<span class="state due">&lt;b&gt;</span>'


def test_a_button_with_an_address_is_a_link():
    assert draw('{% button "Open" href="/x/" hx_get="/y/" %}').startswith('<a class="button" href="/x/" hx-get="/y/">')
    assert 'type="submit"' in draw('{% button "Save" %}')


def test_a_square_button_speaks_its_label():
    assert 'aria-label="Search"' in draw('{% button "Search" icon="search" square=True %}')


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        draw('{% icon "unicorn" %}')


def test_a_field_says_why_we_ask_and_for_how_long():
    page = draw("{% field form.phone %}", form=AForm())
    assert "To call you." in page
    assert "one term" in page


def test_a_faulty_field_names_its_fault_for_the_screen_reader():
    page = draw("{% problems form %}{% field form.phone %}", form=AForm({"phone": ""}))
    assert 'id="id_phone_error"' in page
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in page
    assert 'href="#id_phone"' in page


def test_a_whole_form_is_drawn_by_the_same_field():
    page = str(AForm({"phone": ""}))
    assert page.count('class="formfield') == 2
    assert 'type="hidden" name="id"' in page
    assert page.count('class="problems"') == 1


def test_the_smallest_part_of_a_bar_is_still_seen():
    bar = charts.parts({"ok": 999, "bad": 1}, "x")
    width = float(bar.split('class="bad"')[1].split('width="')[1].split('"')[0])
    assert width > 5


def test_a_bar_of_nothing_draws():
    assert "rect" not in charts.parts({}, "nothing")


def test_a_day_without_a_figure_breaks_the_line():
    assert charts.spark([1, 2, None, 3], label="x").count("<polyline") == 2


def test_the_same_figure_every_day_is_a_level_line():
    assert "nan" not in charts.spark([5, 5, 5], label="x").lower()


def test_heat_is_loud_where_it_is_wrong():
    page = draw(
        "{% heat columns rows %}", columns=["a", "b", "c"], rows=[("r", [(63, "/x"), (99, "/y"), (None, "/z")])]
    )
    assert 'class="h1" href="/x"' in page
    assert 'class="h5" href="/y"' in page
    assert "/z" not in page


def test_the_five_numbers_carry_their_denominators():
    page = draw("{% five 486 451 433 %}")
    assert "92.7%" in page
    assert "451 / 486" in page
    assert "433 / 486" in page


def test_an_amendment_shows_before_and_after():
    page = draw("{% diff changes %}", changes=[("Arrived", "08:03", "08:11"), ("Note", "", "<i>")])
    assert "<del>08:03</del>" in page
    assert "<ins>08:11</ins>" in page
    assert "&lt;i&gt;" in page


def test_a_late_record_says_when_it_was_recorded():
    at = datetime(2026, 7, 21, 0, 7, tzinfo=UTC)
    page = draw("{% entry at recorded=late %}x{% endentry %}", at=at, late=at.replace(hour=3, minute=26))
    assert "08:07" in page
    assert "11:26" in page


def test_a_block_escapes_what_was_typed():
    page = draw('{% card "T" %}{{ typed }}{% endcard %}', typed="<script>")
    assert "&lt;script&gt;" in page
    assert "&amp;lt;" not in page


def test_a_whole_person_is_the_button():
    page = draw('{% person "刘敏" action="Take home" name_="to" value=1 %}')
    assert page.startswith('<button class="person"')
    assert "name=" in page


def test_a_record_form_has_an_id_of_its_own():
    assert draw("{% record_id %}") != draw("{% record_id %}")
