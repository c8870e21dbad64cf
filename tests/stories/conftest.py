"""Stories begin in a service that is open: its people have joined, and its lessons are there."""

import pytest

from tests.databases import Furnish
from tests.world import furnish


@pytest.fixture
def furniture() -> Furnish:
    """What a fresh database holds."""
    return furnish
