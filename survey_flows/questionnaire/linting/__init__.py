"""The checks of the linter: one module a subject, all over the same outline of the sheets.

The door is `survey_flows.questionnaire.lint`. A check is a function from an `Outline` to `Finding`s;
what a finding says stands in `catalogue`, in Vietnamese and English.
"""
