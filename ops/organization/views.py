"""Pages: sign-in and sign-out, forgotten password, first sign-in, one's own profile, set-up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from ops.organization import actions, links, queries
from ops.organization.backends import LockedOut, WrongCredentials, seconds_locked, sign_in_with
from ops.organization.forms import (
    ForgottenForm,
    NewPasswordForm,
    PasswordForm,
    ProfileForm,
    SetUpForm,
    SignInForm,
    TokenForm,
    WelcomeForm,
)
from ops.organization.models import ApiToken, TradeUnion, User
from ops.organization.tasks import send_password_link_soon
from ops.organization.throttle import allowed
from ops.records.actor import Actor
from ops.web.pages import form_errors, own_address, page, public_page
from ops.web.registry import registry

BACKEND = "ops.organization.backends.PhoneOrUserName"


# --- In and out ---


@public_page
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on to where one was going."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    if not TradeUnion.objects.exists():
        return redirect("set-up")
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        return _sign_in_page(request, form)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    try:
        user = sign_in_with(request, form.cleaned_data["login"], form.cleaned_data["password"])
    except (WrongCredentials, LockedOut) as refused:
        return _sign_in_page(request, form, refused=refused, status=429 if refused.status == 429 else 422)
    return _enter(request, user)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """What the administration site's own sign-in shows after too many attempts."""
    wait = seconds_locked((credentials or {}).get("username") or "")
    return _sign_in_page(request, SignInForm(), refused=LockedOut(wait), status=429)


def _sign_in_page(request: HttpRequest, form: SignInForm, *, refused: Any = None, status: int = 200) -> HttpResponse:
    entrances = sorted(registry.entrances.values(), key=lambda one: (one.order, one.key))
    context = {"form": form, "next": _next(request), "refused": refused, "entrances": entrances}
    return render(request, "ops/organization/sign_in.html", context, status=status)


@public_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out on this device."""
    logout(request)
    return redirect("sign-in")


@public_page
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages; for somebody signed in also that of their reminders."""
    response = django_set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.change_profile(user=request.user, by=Actor.of(request), language=chosen)
    return response


@page()
def no_role(request: HttpRequest) -> HttpResponse:
    """For somebody who holds no role now: whom to ask."""
    ended = queries.memberships_of(request.access.user, current=False)[:5]
    return render(request, "ops/organization/no_role.html", {"ended": ended})


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    response = redirect(_next(request))
    if user.language in dict(settings.LANGUAGES):
        speak(response, user.language)
    return response


def speak(response: HttpResponse, language: str) -> None:
    """Let this device keep to a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )


def _next(request: HttpRequest) -> str:
    """The page of our own that was asked for, else the home page."""
    asked = own_address(request, request.POST.get("next") or request.GET.get("next"), reverse("home"))
    return reverse("home") if asked.startswith(reverse("sign-in")) else asked


# --- A password is forgotten, or not yet set ---


@public_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail. The answer is the same whether or not the account exists."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "ops/organization/forgotten.html", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    if allowed("forgotten", email.lower(), most=3) and allowed("forgotten", Actor.of(request).ip or "", most=20):
        send_password_link_soon(email, get_language() or "")
    return render(request, "ops/organization/forgotten.html", {"sent_to": email})


@public_page
@never_cache
@sensitive_post_parameters()
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a new password by the link of an e-mail."""
    user = _user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        raise links.LinkSpent(_("This link has been used or has expired. Ask for a new one on the sign-in page."))
    form = NewPasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.reset_password(user=user, new=form.cleaned_data["password"], by=Actor.of(request))
            if saved:
                messages.success(request, _("Your password is set. Sign in with it."))
                return redirect("sign-in")
    return render(request, "ops/organization/reset.html", {"form": form, "person": user}, status=status)


def _user_of(uid: str) -> User | None:
    try:
        pk = UUID(urlsafe_base64_decode(uid).decode())
    except ValueError:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


@public_page
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a one-time link: name and password, then straight in."""
    link = links.find(secret)
    form = WelcomeForm(request.POST or None, initial={"name": link.user.name})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            with form_errors(form) as saved:
                user = actions.accept_link(
                    secret=secret, name=data["name"], password=data["password"], by=Actor.of(request)
                )
            if saved:
                logout(request)
                return _enter(request, user)
    context = {"form": form, "person": link.user, "roles": queries.memberships_of(link.user), "link": link}
    return render(request, "ops/organization/welcome.html", context, status=status)


# --- One's own ---


@page()
def profile(request: HttpRequest) -> HttpResponse:
    """One's own details, roles, devices and tokens."""
    user: User = request.user  # type: ignore[assignment]
    details = {"name": user.name, "phone": user.phone or "", "email": user.email}
    form = ProfileForm(request.POST or None, initial=details | {"language": user.language or get_language()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.change_profile(user=user, by=Actor.of(request), **form.cleaned_data)
            if saved:
                return _profile_saved(request, form.cleaned_data["language"])
    context = {"form": form, "roles": queries.memberships_of(user), "tokens": queries.tokens_of(user)}
    return render(request, "ops/organization/profile.html", context, status=status)


def _profile_saved(request: HttpRequest, language: str) -> HttpResponse:
    with override(language):
        messages.success(request, _("Saved."))
    response = redirect("profile")
    speak(response, language)
    return response


@page()
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other devices are signed out."""
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            with form_errors(form) as saved:
                user = actions.change_password(
                    user=request.access.user, old=data["old"], new=data["password"], by=Actor.of(request)
                )
            if saved:
                update_session_auth_hash(request, user)
                messages.success(request, _("Your password is changed. Other devices are signed out."))
                return redirect("profile")
    return render(request, "ops/organization/password.html", {"form": form}, status=status)


@page()
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    user = actions.sign_out_everywhere(user=request.access.user, by=Actor.of(request))
    update_session_auth_hash(request, user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("profile")


@page()
def tokens(request: HttpRequest) -> HttpResponse:
    """API tokens: made here, shown once, revoked here."""
    form = TokenForm(request.POST or None)
    made = ""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                _token, made = actions.make_token(user=request.access.user, by=Actor.of(request), **form.cleaned_data)
            status = 200 if saved else saved.status
    context = {"form": TokenForm() if made else form, "made": made, "tokens": queries.tokens_of(request.access.user)}
    return render(request, "ops/organization/tokens.html", context, status=status)


@page()
@require_POST
def token_revoke(request: HttpRequest, digest: str) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = get_object_or_404(ApiToken, digest=digest, user=request.user)
    actions.revoke_token(token=token, by=Actor.of(request))
    messages.success(request, _("The token is revoked."))
    return redirect("tokens")


# --- The beginning ---


@public_page
@never_cache
@sensitive_post_parameters()
def set_up(request: HttpRequest) -> HttpResponse:
    """An empty installation: the federation and its first administrator. Closed for good once there is a union."""
    if TradeUnion.objects.exists():
        return redirect("home")
    form = SetUpForm(request.POST or None, initial={"language": get_language()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name != "again"}
            with form_errors(form) as saved:
                user = actions.found_federation(name=data.pop("federation"), by=Actor.of(request), **data)
            if saved:
                response = _enter(request, user)
                response["Location"] = reverse("set-up-guide")
                return response
    return render(request, "ops/organization/set_up.html", {"form": form}, status=status)
