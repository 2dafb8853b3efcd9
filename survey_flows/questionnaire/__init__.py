"""Questionnaires from XLSForms: compiled, linted, and their logic evaluated."""
