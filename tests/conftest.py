"""Make `import embedlab` and the scripts work in the tests as they do beside their files."""

import sys
from pathlib import Path

for folder in ("data", "notebooks", "tools"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
