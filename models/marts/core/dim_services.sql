-- Grain: one row per service or product offered.
with services as (
    {{ standing_rows('services') }}
)

select
    service_id,
    service_name,
    service_line,
    standard_handling_seconds,
    is_customised,
    launched_on,
    retired_on,
    source_name,
    source_file,
    source_row
from services
