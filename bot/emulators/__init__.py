"""The providers' side of the wire, and simulated citizens behind it; for demo, tests and benchmarks."""
