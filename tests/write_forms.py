"""Write the built-in forms anew from the item bank: `python -m tests.write_forms`.

Cells that a translator filled in are kept. The tests fail while a committed form differs.
"""

from __future__ import annotations

from pathlib import Path

import survey_flows.forms
from survey_flows.forms.bank import compose, read_bank

FOLDER = Path(survey_flows.forms.__file__).parent


def write_forms() -> None:
    """Compose every form and write both of its files."""
    bank, recipes = ((FOLDER / name).read_text(encoding="utf-8") for name in ("bank.toml", "recipes.toml"))
    questions = read_bank(bank, recipes)
    for code in questions.codes:
        markdown = FOLDER / f"{code}.md"
        kept = markdown.read_text(encoding="utf-8") if markdown.exists() else ""
        composed = compose(questions, code, kept=kept)
        markdown.write_text(composed.markdown, encoding="utf-8")
        markdown.with_suffix(".toml").write_text(composed.factors, encoding="utf-8")
        print(code)


if __name__ == "__main__":
    write_forms()
