"""`python -m bot` is `sipas`."""

import sys

from bot.cli import main

sys.exit(main())
