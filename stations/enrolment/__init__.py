"""Children, guardians and their enrolment."""
