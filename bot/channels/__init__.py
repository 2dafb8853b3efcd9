"""Adapters of the ways to reach a person: reading what arrives, rendering and sending what leaves."""
