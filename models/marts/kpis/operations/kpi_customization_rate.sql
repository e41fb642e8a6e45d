-- Customised service rate 定制化服务占比: requests served by a customised service / requests with a known service.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_of_customised_services as numerator,
    requests_of_services as denominator,
    requests_of_services as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
