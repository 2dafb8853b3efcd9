"""The application: channels, collector, command line. It connects people to the libraries, without rules."""
