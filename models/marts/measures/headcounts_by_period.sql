-- Grain: one row per period and scope. Agents employed as the period begins and as it ends, and those who left in it:
-- counted afresh at each period and scope.
{%- set scopes = ['company', 'team'] %}
with states as (
    select * from {{ ref('dim_agent_states') }}
),

periods as (
    select
        period_grain,
        period_start,
        cast(max(day) + interval '1' day as date) as day_after
    from {{ ref('period_days') }}
    where period_grain in ('month', 'quarter', 'year')
    group by
        period_grain,
        period_start
),

boundaries as (
    select
        period_grain,
        period_start,
        period_start as day,
        true as is_opening
    from periods
    union all
    select
        period_grain,
        period_start,
        day_after as day,
        false as is_opening
    from periods
),

boundaries_at_midnight as (
    select
        *,
        {{ local_midnight('day') }} as midnight
    from boundaries
),

kept as (
    select * from {{ ref('reporting_scopes') }}
    where scope_type in ('{{ scopes | join("', '") }}')
),

-- Of the day on which someone leaves, the state in force as it ends: its midnight is the last moment.
leavers as (
    select
        *,
        {{ local_midnight("cast(left_on + interval '1' day as date)") }} as left_by_at
    from states
    where left_on is not null
),

moves as (
    select
        boundaries.period_grain,
        boundaries.period_start,
        kept.scope_type,
        {{ scope_member('states', 'kept.scope_type', only=scopes) }} as scope_id,
        states.agent_id,
        case when boundaries.is_opening then 'opening' else 'closing' end as moment
    from states
    inner join boundaries_at_midnight as boundaries
        on states.valid_from_at <= boundaries.midnight
        and states.valid_to_at > boundaries.midnight
        and coalesce(states.hired_on < boundaries.day, true)
        and coalesce(states.left_on >= boundaries.day, true)
    inner join kept on boundaries.period_grain = kept.period_grain
    union all
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('leavers', 'kept.scope_type', only=scopes) }} as scope_id,
        leavers.agent_id,
        'left' as moment
    from leavers
    inner join {{ ref('period_days') }} as period_days on leavers.left_on = period_days.day
    inner join kept on period_days.period_grain = kept.period_grain
    where
        leavers.valid_from_at < leavers.left_by_at
        and leavers.valid_to_at >= leavers.left_by_at
        and period_days.period_grain in ('month', 'quarter', 'year')
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) filter (where moment = 'opening') as agents_opening,
    count(*) filter (where moment = 'closing') as agents_closing,
    count(*) filter (where moment = 'left') as agents_left
from moves
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
