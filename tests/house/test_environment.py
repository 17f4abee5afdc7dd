"""Every environment variable that the settings read stands in README with its default, and no other."""

import ast
import re
from typing import Any

from django.conf import settings

_ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>[^|]*) \|", re.MULTILINE)


def variables_of_settings() -> dict[str, Any]:
    """Name and default of each `env.…("NAME", default=…)`; the default is None where it is computed."""
    found: dict[str, Any] = {}
    tree = ast.parse((settings.BASE_DIR / "config/settings.py").read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _is_env(call.func.value):
            name = call.args[0]
            assert isinstance(name, ast.Constant)
            assert isinstance(name.value, str)
            default = {word.arg: word.value for word in call.keywords}["default"]
            found[name.value] = default.value if isinstance(default, ast.Constant) else None
    return found


def _is_env(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "env"


def variables_of_readme() -> dict[str, str]:
    text = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    return {row["name"]: row["default"].strip().strip("`") for row in _ROW.finditer(text)}


def test_readme_lists_the_variables_of_the_settings():
    assert variables_of_readme().keys() == variables_of_settings().keys()


def test_readme_has_their_defaults():
    told = variables_of_readme()
    for name, default in variables_of_settings().items():
        if default not in (None, ""):
            expected = {True: "1", False: "0"}.get(default, str(default)) if isinstance(default, bool) else str(default)
            assert told[name] == expected, name


def test_the_web_server_reads_the_same_variables_with_the_same_defaults():
    text = (settings.BASE_DIR / "config/gunicorn.py").read_text(encoding="utf-8")
    known = variables_of_settings()
    for name, default in re.findall(r"os\.environ\.get\('?\"?(\w+)'?\"?, '?\"?([^'\")]*)", text):
        assert str(known[name]) == default, name
