"""A whole survey played on one machine: the collector as a process, everybody else as separate parties."""
