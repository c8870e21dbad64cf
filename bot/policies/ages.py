"""The age bands offered at joining: bands, never a birthday."""

_UPPER_ENDS = (10, 12, 15, 17, 24)


def age_bands(minimum_age: int) -> list[str]:
    """Bands from the minimum age upwards, youngest first: `["13–15", "16–17", "18–24"]` for 13."""
    bands = []
    lower = minimum_age
    for upper in _UPPER_ENDS:
        if upper < lower:
            continue
        bands.append(f"{lower}–{upper}" if upper > lower else str(lower))
        lower = upper + 1
    return bands or [f"{minimum_age}+"]
