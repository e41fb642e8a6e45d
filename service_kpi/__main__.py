"""`python -m service_kpi` is `service-kpi`."""

from .cli import main

main()
