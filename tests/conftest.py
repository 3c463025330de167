"""Make `import embedlab` work in the tests as it does beside the notebooks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "notebooks"))
