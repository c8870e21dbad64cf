"""Whatever is in the file: it is a catalogue, or it is refused with faults that name lines of the file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.catalogue import CatalogueFaults, read_catalogue
from tests.unit.catalogue_files import HEADING, LESSON, ROW, SERIES

WHOLE = {
    ".toml": f'{SERIES}{LESSON}chapters = [\n{{at = "0:00", title = "A"}},\n"1:00 B"]\n'.encode(),
    ".csv": f"{HEADING}\n{ROW}\n".encode(),
}
scraps = st.binary(max_size=6) | st.sampled_from(
    [b'"', b'"""', b"'", b"\n", b"[", b"]]", b"{", b"}", b"=", b",", b";", b"|", b"\\", b"\0", b"\xff", b"[[lesson]]\n"]
)


@pytest.mark.parametrize("ending", WHOLE)
@given(data=st.data())
def test_a_damaged_catalogue_is_refused_with_faults_and_nothing_else(ending: str, data: st.DataObject) -> None:
    raw = WHOLE[ending]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        raw = raw[:start] + data.draw(scraps) + raw[start + data.draw(st.integers(0, 12)) :]
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"lessons{ending}"
        path.write_bytes(raw)
        last = raw.count(b"\n") + raw.count(b"\r") + 1
        try:
            read_catalogue(path)
        except CatalogueFaults as refused:
            faults = refused.faults
            assert faults
            assert all(one.line is None or 1 <= one.line <= last for one in faults)
            assert [one.line or 0 for one in faults] == sorted(one.line or 0 for one in faults)
            assert all(one.problem and one.where and str(one).isprintable() for one in faults)
