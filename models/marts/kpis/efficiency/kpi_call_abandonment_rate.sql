-- Call abandonment rate 呼叫放弃率: inbound calls abandoned in the queue after the short-abandon threshold / inbound calls offered less short abandons.
{%- set short_abandons = '0' if var('count_short_abandons') else 'calls_abandoned_shortly' %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    calls_abandoned - {{ short_abandons }} as numerator,
    calls_offered - {{ short_abandons }} as denominator,
    calls_offered - {{ short_abandons }} as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('calls_by_started') }}
