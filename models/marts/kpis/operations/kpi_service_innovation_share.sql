-- Share of new services 服务创新占比: requests on services launched in the 12 months before the request / requests with a known service.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_of_new_services as numerator,
    requests_of_services as denominator,
    requests_of_services as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
