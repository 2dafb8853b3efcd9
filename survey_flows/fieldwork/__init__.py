"""Contact protocol, contact hours, dispositions, and what fieldwork does next with a case."""
