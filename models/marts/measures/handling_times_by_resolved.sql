-- Grain: one row per period and scope. Handling times of requests completed, dated by the day of their last resolution:
-- the exact median, by linear interpolation, worked out afresh at each period and scope.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([
        days_of(ref('fct_service_requests'), 'resolved_on', 'created_on',
            ['fct_service_requests', 'fct_request_handling']),
    ]) }}
{%- endcall %}
with requests as (
    select
        requests.*,
        handling.handling_seconds as touch_seconds
    from {{ ref('fct_service_requests') }} as requests
    inner join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    where not requests.is_duplicate and requests.is_completed and handling.handling_seconds is not null
        and {{ in_touched_periods('requests.resolved_on') }}
)

-- One scope at a time: all values of a scope stand in memory.
{%- for scope_type in var('scope_grains') %}
select
    period_days.period_grain,
    period_days.period_start,
    '{{ scope_type }}' as scope_type,
    {{ member_of('requests', scope_type) }} as scope_id,
    percentile_cont(0.5) within group (order by requests.touch_seconds) as median_handling_seconds,
    count(*) as requests_handled
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
