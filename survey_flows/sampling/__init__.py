"""From agencies' lists to official and reserve samples, recorded so that anyone can draw again."""
