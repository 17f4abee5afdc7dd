"""Pages of the API. Apart from ops.records.api, because REST framework reads it while it is being imported."""

from typing import Any

from rest_framework.pagination import CursorPagination as RestCursorPagination


class CursorPagination(RestCursorPagination):
    """Pages by cursor: `?cursor=…&page_size=…` (at most 500), newest first unless the view says otherwise."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering: Any = "-id"


class NewestFirst(CursorPagination):
    """By the time it happened, the newest first: client-made ids need not follow it."""

    ordering = ("-occurred_at", "-id")
