"""Every regulatory number that we know, as data: with its source, and how well that source is known.

`publish_defaults` enters them for a federation, which may then set other values from a day on. Marks: V read in a
stored source; V2 secondary or undated text; R recalled, to be checked against the official text before a city
goes live; H our own, where no rule says anything.
"""

from ops.policy.defaults import food, incidents, own, privacy, rooms, stations, subsidy
from ops.policy.defaults.registry import FIGURE, HIGHEST, LOWEST, Default, Group, defaults, groups

__all__ = ["FIGURE", "HIGHEST", "LOWEST", "Default", "Group", "defaults", "groups"]

# In the order of the page.
for _regime in (food, incidents, rooms, stations, subsidy, privacy, own):
    _regime.register()
