"""`python -m tb_lifecycle` is the command `tb-lifecycle`."""

import sys

from tb_lifecycle.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
