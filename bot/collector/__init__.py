"""The parts of a running collector that live as long as it does: the writer, the senders, the pollers."""
