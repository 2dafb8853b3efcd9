"""Our own report tables as published figures, so that they pass the checks anybody's tables do."""
