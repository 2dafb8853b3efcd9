"""What every use case that talks with a person shares: who is let in, what was said, what is written back."""
