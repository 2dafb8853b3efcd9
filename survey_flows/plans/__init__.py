"""A province's scheme as data: plan files, read and checked whole."""
