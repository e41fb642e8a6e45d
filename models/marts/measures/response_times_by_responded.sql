-- Grain: one row per period and scope. Response times of requests that a person answered, dated by the day of the first
-- public reply: exact percentiles, by linear interpolation, worked out afresh at each period and scope. In the clock
-- that the KPI shows.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'first_response_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and response_calendar_seconds is not null
        and {{ in_touched_periods('first_response_on') }}
)

-- One scope at a time: all values of a scope stand in memory.
{%- for scope_type in var('scope_grains') %}
select
    period_days.period_grain,
    period_days.period_start,
    '{{ scope_type }}' as scope_type,
    {{ member_of('requests', scope_type) }} as scope_id,
    percentile_cont(0.5) within group (order by requests.response_{{ shown_clock('median_response_time') }}_seconds)
        as median_response_seconds,
    percentile_cont(0.9) within group (order by requests.response_{{ shown_clock('p90_response_time') }}_seconds)
        as p90_response_seconds,
    count(*) as requests_responded
from requests
inner join {{ touched_period_days() }} as period_days on requests.first_response_on = period_days.day
inner join {{ ref('reporting_scopes') }} as kept
    on period_days.period_grain = kept.period_grain
    and kept.scope_type = '{{ scope_type }}'
group by
    period_days.period_grain,
    period_days.period_start,
    {{ member_of('requests', scope_type) }}
{{- ' union all' if not loop.last }}
{%- endfor %}
