-- Call service level (80/20) 电话服务水平: inbound calls answered within 20 s of queued_at / inbound calls offered less short abandons.
-- Setting service_level_formula: which calls stand below the line, and whether quick abandons count as met.
{%- set formula = var('service_level_formula') %}
{%- set short_abandons = '0' if var('count_short_abandons') else 'calls_abandoned_shortly' %}
{%- set met, calls = {
    'offered_without_short_abandons': ('offered_calls_answered_in_time', 'calls_offered - ' ~ short_abandons),
    'offered': ('offered_calls_answered_in_time', 'calls_offered'),
    'answered': ('inbound_calls_answered_in_time', 'inbound_calls_answered'),
    'abandons_within_met': ('offered_calls_answered_in_time + calls_abandoned_in_time', 'calls_offered'),
    'abandons_within_out': ('offered_calls_answered_in_time', 'calls_offered - calls_abandoned_in_time'),
}[formula] %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ met }} as numerator,
    {{ calls }} as denominator,
    {{ calls }} as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('calls_by_started') }}
