"""Everything that we tell anyone, one frozen dataclass each."""
