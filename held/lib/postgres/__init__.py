"""PostgreSQL for Django, with a deadline for each answer; Django needs the name `base`."""
