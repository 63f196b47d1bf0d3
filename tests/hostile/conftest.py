from __future__ import annotations

import sys
from pathlib import Path

# The fuzz targets are of the checkout: they are not installed with the package.
sys.path.append(str(Path(__file__).parents[2]))
