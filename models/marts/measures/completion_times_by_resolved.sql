-- Grain: one row per period and scope. Completion times of requests, dated by the day of their last resolution:
-- exact percentiles, by linear interpolation, worked out afresh at each period and scope.
-- In the clock that the KPI shows.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'resolved_on', 'created_on')]) }}
{%- endcall %}
{%- set clock = shown_clock('median_completion_time') %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and completion_calendar_seconds is not null
        and {{ in_touched_periods('resolved_on') }}
)

-- One scope at a time: all values of a scope stand in memory.
{%- for scope_type in var('scope_grains') %}
select
    period_days.period_grain,
    period_days.period_start,
    '{{ scope_type }}' as scope_type,
    {{ member_of('requests', scope_type) }} as scope_id,
    percentile_cont(0.5) within group (order by requests.completion_{{ clock }}_seconds)
        as median_completion_seconds,
    count(*) as requests_completed_timed
from requests
inner join {{ touched_period_days() }} as period_days on requests.resolved_on = period_days.day
inner join {{ ref('reporting_scopes') }} as kept
    on period_days.period_grain = kept.period_grain
    and kept.scope_type = '{{ scope_type }}'
group by
    period_days.period_grain,
    period_days.period_start,
    {{ member_of('requests', scope_type) }}
{{- ' union all' if not loop.last }}
{%- endfor %}
