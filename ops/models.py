"""Where Django finds the tables of the ground floor; each lives in its capability."""

from ops.absences.models import Absence
from ops.audit.models import Export
from ops.checklists.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    ChecklistVersion,
    Finding,
    Photo,
    PhotoUse,
    RunDraft,
)
from ops.compliance.models import ComplianceDay, ComplianceMark, ComplianceMonth, ComplianceUnionDay, Urging
from ops.duties.feed_models import CalendarFeed
from ops.duties.models import (
    Duty,
    DutyPlan,
    EscalationPolicy,
    EscalationStep,
    PlanTemplate,
    PlanTemplateReach,
    PlanTemplateVersion,
)
from ops.facilities.models import Closure, Facility, FacilityImport, OpeningHours
from ops.jobs.models import Job
from ops.operation.models import TaskFailure, TaskPulse, WorkerPulse
from ops.organization.models import ApiToken, Membership, OneTimeLink, PhoneCode, PhoneText, TradeUnion, User
from ops.policy.models import CalendarDay, Parameter
from ops.rectification.models import CorrectiveAction, Failure
from ops.reminders.models import ContactPoint, Preference, Reminder, ReminderAnswer

__all__ = [
    "Absence",
    "ApiToken",
    "CalendarDay",
    "CalendarFeed",
    "ChecklistItem",
    "ChecklistRun",
    "ChecklistTemplate",
    "ChecklistVersion",
    "Closure",
    "ComplianceDay",
    "ComplianceMark",
    "ComplianceMonth",
    "ComplianceUnionDay",
    "ContactPoint",
    "CorrectiveAction",
    "Duty",
    "DutyPlan",
    "EscalationPolicy",
    "EscalationStep",
    "Export",
    "Facility",
    "FacilityImport",
    "Failure",
    "Finding",
    "Job",
    "Membership",
    "OneTimeLink",
    "OpeningHours",
    "Parameter",
    "PhoneCode",
    "PhoneText",
    "Photo",
    "PlanTemplate",
    "PlanTemplateReach",
    "PlanTemplateVersion",
    "PhotoUse",
    "Preference",
    "Reminder",
    "ReminderAnswer",
    "RunDraft",
    "TaskFailure",
    "TaskPulse",
    "TradeUnion",
    "Urging",
    "User",
    "WorkerPulse",
]
