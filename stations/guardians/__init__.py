"""The guardian's own page: today, notices, absences, who may collect, and the data that are held."""
