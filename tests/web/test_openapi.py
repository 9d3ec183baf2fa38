"""A fuzzer driven by the API's own description finds nothing that it does not describe."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import serving

# That a valid request is accepted cannot be asked of these: no schema says what a .docx is.
TAKING_FILES = r"^(/upload|/guidelines|.*/versions)$"
NOT_ASKED = "positive_data_acceptance"


@pytest.mark.slow
def test_nothing_undescribed_comes_back(tmp_path):
    fuzzer = Path(sys.executable).with_name("schemathesis")
    with serving(tmp_path / "data") as server:
        for options in (("--exclude-path-regex", TAKING_FILES),
                        ("--include-path-regex", TAKING_FILES, "--exclude-checks", NOT_ASKED),
                        ):  # fmt: skip
            done = subprocess.run(
                [fuzzer, "run", f"{server.url}/openapi.json", *options, "--max-examples", "30",
                 "--seed", "1", "--no-color"],
                capture_output=True, text=True, cwd=tmp_path, timeout=100, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout[-6000:]
