"""Button data, typed: the codec, and one module of actions for each area."""
