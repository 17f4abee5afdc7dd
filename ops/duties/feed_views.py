"""The calendar feed: its page for the person, and the feed itself for their calendar program."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ops.duties import feed as feeds
from ops.organization.roles import IN_FIELD
from ops.records.actor import Actor
from ops.web.pages import page, public_page


@page(*IN_FIELD)
def feed_settings(request: HttpRequest) -> HttpResponse:
    """One's own feed: whether there is one; made anew, its address is shown once."""
    user = request.access.user
    made = ""
    if request.method == "POST":
        made = feeds.address_of(feeds.renew_feed(user=user, by=Actor.of(request)))
    context = {
        "feed": feeds.feed_of(user),
        "made": made,
        "webcal": f"webcal://{made.partition('://')[2]}" if made else "",
        "back": feeds.DAYS_BACK,
        "ahead": feeds.DAYS_AHEAD,
    }
    return render(request, "ops/duties/feed.html", context)


@require_POST
@page(*IN_FIELD)
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """End the address: calendar programs get nothing from it any more."""
    feeds.revoke_feed(user=request.access.user, by=Actor.of(request))
    messages.success(request, _("The address no longer works."))
    return redirect("calendar-feed")


@require_safe
@public_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The duties behind a secret address, as iCalendar; 304 to a program that has the same text already."""
    found = feeds.find_feed(secret)
    if found is None:
        raise Http404
    text = feeds.text_of(found.user)
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in [one.removeprefix("W/") for one in wanted]:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="aixin-duties.ics"'
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response
