"""Reads docker-compose.yml, so that the same processes can be run, and checked, without Docker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OURS = "aixin-ops"  # the image that is built from this repository
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<mode>:-|:\?)?(?P<rest>[^}]*)\}")


@dataclass(frozen=True)
class Service:
    """One service of the file, with `${VARIABLES}` filled in."""

    name: str
    image: str
    command: list[str]
    environment: dict[str, str]
    replicas: int
    health: list[str]
    once: bool

    @property
    def ours(self) -> bool:
        """Whether it runs our own image."""
        return self.image == OURS


def services(path: Path, environment: Mapping[str, str]) -> list[Service]:
    """Every service of the file in its order. Raises KeyError for a required variable that `environment` lacks."""
    document = yaml.safe_load(_fill(path.read_text(encoding="utf-8"), environment))
    return [_service(name, body) for name, body in document["services"].items()]


def _service(name: str, body: dict[str, Any]) -> Service:
    return Service(
        name=name,
        image=body["image"],
        command=body.get("command", "").split(),
        environment={key: str(value) for key, value in (body.get("environment") or {}).items()},
        replicas=body.get("deploy", {}).get("replicas", 1),
        health=[word.replace("$$", "$") for word in body.get("healthcheck", {}).get("test", [])],
        once=body.get("restart") == "no",
    )


def _fill(text: str, environment: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name, mode, rest = match["name"], match["mode"], match["rest"]
        if environment.get(name):
            return environment[name]
        if mode == ":?":
            raise KeyError(f"{name}: {rest}")
        return rest

    return "\n".join(
        line if line.lstrip().startswith("#") else _VARIABLE.sub(value, line) for line in text.splitlines()
    )
