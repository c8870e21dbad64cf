"""Property tests on a machine that others use as well: no deadline per example, no complaint of slowness."""

from hypothesis import HealthCheck, settings

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=80)
settings.load_profile("shared")
