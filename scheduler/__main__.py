"""`python -m scheduler` is `bhxh`."""

from scheduler.cli.main import main

if __name__ == "__main__":
    main()
