-- Service response speed (acceptance) 服务响应速度: sum of time from creation to acceptance / requests accepted.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('service_response_speed') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    acceptance_{{ clock }}_seconds as numerator,
    requests_accepted as denominator,
    requests_accepted as sample_size,
    acceptance_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_accepted') }}
