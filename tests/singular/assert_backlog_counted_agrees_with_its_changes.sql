-- Offends: a month at whose end not as many requests were open as the changes of the backlog add up to; and a month that
-- does not open with what the one before closed with.
with states as (
    select
        states.from_at,
        states.to_at,
        requests.team_id
    from {{ ref('fct_request_states') }} as states
    inner join {{ ref('fct_service_requests') }} as requests on states.request_id = requests.request_id
    where states.state <> 'resolved'
),

months as (
    select
        period_start,
        previous_period_start,
        {{ local_midnight('next_period_start') }} as ends_at
    from {{ ref('dim_periods') }}
    where period_grain = 'month' and is_complete
),

counted as (
    select
        months.period_start,
        states.team_id,
        count(*) as backlog
    from months
    inner join states
        on states.from_at < months.ends_at
        and (states.to_at is null or states.to_at >= months.ends_at)
    group by
        months.period_start,
        states.team_id
),

added_up as (
    select
        backlog.period_start,
        backlog.scope_id as team_id,
        backlog.backlog_opening,
        backlog.backlog_closing,
        months_before.backlog_closing as closing_before
    from {{ ref('backlog_by_period_end') }} as backlog
    inner join months on backlog.period_start = months.period_start
    left join {{ ref('backlog_by_period_end') }} as months_before
        on months.previous_period_start = months_before.period_start
        and months_before.period_grain = 'month'
        and months_before.scope_type = 'team'
        and backlog.scope_id = months_before.scope_id
    where backlog.period_grain = 'month' and backlog.scope_type = 'team'
)

select
    added_up.period_start,
    added_up.team_id,
    added_up.closing_before,
    added_up.backlog_opening,
    added_up.backlog_closing,
    counted.backlog
from added_up
left join counted
    on added_up.period_start = counted.period_start
    and added_up.team_id = counted.team_id
where added_up.backlog_closing <> coalesce(counted.backlog, 0)
    or added_up.backlog_opening <> coalesce(added_up.closing_before, 0)
