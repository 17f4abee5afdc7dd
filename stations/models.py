"""Tables of the capabilities, imported here for Django. Order: terms, enrolment, attendance, meals."""
