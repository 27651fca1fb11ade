"""`python -m uhrwerk` and the command `uhrwerk`."""

from uhrwerk import bootstrap
from uhrwerk.entrypoints import cli


def main() -> None:
    cli.run(bootstrap)


if __name__ == "__main__":
    main()
