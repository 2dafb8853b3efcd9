"""Whether a collected form counts, and which forms are verified by callback."""
