"""The API's description as it is served: made once a process, for it takes seconds and anybody may ask."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView


class Description(SpectacularAPIView):
    """OpenAPI as YAML or JSON, in each language."""

    made: ClassVar[dict[tuple[str, str], bytes]] = {}

    @extend_schema(exclude=True)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The description, kept from the first time on."""
        asked, renderer = request.GET.get("lang"), request.accepted_renderer
        language = asked if asked in dict(settings.LANGUAGES) else get_language()
        key = (str(language), renderer.format)
        if key not in self.made:
            answer = super().get(request, *args, **kwargs)
            self.made[key] = renderer.render(answer.data, renderer.media_type, {"response": answer})
        return HttpResponse(self.made[key], content_type=renderer.media_type)
