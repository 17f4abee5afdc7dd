"""Where uploads are kept."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def file_storage(url: str) -> dict[str, Any]:
    """`file:///folder` or `s3://key:secret@host/bucket?region=…` as a Django storage."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": parts.path}}
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{'http' if query.get('secure') == '0' else 'https'}://{parts.hostname}{port}",
            "region_name": query.get("region"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
