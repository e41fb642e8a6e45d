-- Service response time (first response) 服务响应时间: sum of time from creation to the first public reply of a person / requests responded to.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('service_response_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    response_{{ clock }}_seconds as numerator,
    requests_responded as denominator,
    requests_responded as sample_size,
    response_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_responded') }}
