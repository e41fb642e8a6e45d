-- Call connect rate 电话接通率: inbound calls answered / inbound calls.
{%- set calls = 'calls' if var('connect_rate_counts_outbound') else 'inbound_calls' %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ calls }}_answered as numerator,
    {{ calls }} as denominator,
    {{ calls }} as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('calls_by_started') }}
