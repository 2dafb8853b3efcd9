"""What each `sipas` command does; imported only when it runs."""
