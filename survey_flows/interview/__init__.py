"""The interview as a function: state and input give a new state, events and prompts."""
