-- Grain: one row per period and scope that ever had a backlog: what was open when the period began and when it ended,
-- in the running period at as_of. A stock: it adds up over scopes and not over time.
with changes as (
    select * from {{ ref('backlog_by_change') }}
),

periods as (
    select distinct
        period_grain,
        period_start
    from {{ ref('period_days') }}
),

members as (
    select distinct
        period_grain,
        scope_type,
        scope_id
    from changes
),

every_period as (
    select
        periods.period_grain,
        periods.period_start,
        members.scope_type,
        members.scope_id,
        coalesce(changes.backlog_new, 0) as backlog_new,
        coalesce(changes.backlog_reopened, 0) as backlog_reopened,
        coalesce(changes.backlog_closed, 0) as backlog_closed
    from members
    inner join periods on members.period_grain = periods.period_grain
    left join changes
        on periods.period_grain = changes.period_grain
        and periods.period_start = changes.period_start
        and members.scope_type = changes.scope_type
        and members.scope_id = changes.scope_id
),

running as (
    select
        *,
        cast(
            sum(backlog_new + backlog_reopened - backlog_closed) over (
                partition by period_grain, scope_type, scope_id
                order by period_start
            ) as bigint
        ) as backlog_closing
    from every_period
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    cast(backlog_closing - backlog_new - backlog_reopened + backlog_closed as bigint) as backlog_opening,
    cast(backlog_new as bigint) as backlog_new,
    cast(backlog_reopened as bigint) as backlog_reopened,
    cast(backlog_closed as bigint) as backlog_closed,
    backlog_closing
from running
