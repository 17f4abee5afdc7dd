"""Where Django finds the administration site's pages; each lives in its capability."""

import ops.facilities.admin
import ops.organization.admin
import ops.policy.admin  # noqa: F401
