"""The one HTTP server: webhooks, health, and on a rehearsal the address that sets the clock."""
