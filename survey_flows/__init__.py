"""What a survey decides: whom to sample, what to ask, whom to invite, remind, replace and verify. Pure."""
