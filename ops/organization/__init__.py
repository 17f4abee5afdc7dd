"""Trade unions, people, memberships, and what each may see and do."""
