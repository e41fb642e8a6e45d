"""Where `service-kpi` and `python -m service_kpi` begin."""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while modules load ends quietly; the command line then takes over


def start() -> None:
    """Run the command line."""
    from .cli import main

    main()


if __name__ == "__main__":
    start()
