-- Grain: one row per team, channel, customer segment, member tier and stretch of days: the schedule that holds.
-- Of the assignments in force whose patterns fit, the one in the lowest position; where none fits there is no row.
with assignments as (
    select
        *,
        coalesce(
            lead(valid_from) over (partition by position order by valid_from), cast('9999-01-01' as date)
        ) as valid_to
    from {{ ref('schedule_assignments') }}
),

teams as (
    select coalesce(team_id, 'unknown') as team_id from ({{ union_sources('agents') }}) as agents
    union
    select coalesce(team_id, 'unknown') as team_id from ({{ union_sources('service_requests') }}) as requests
    union
    select coalesce(team_id, 'unknown') as team_id from ({{ union_sources('complaints') }}) as complaints
    union
    select 'unknown' as team_id
),

channels as (
    select coalesce(channel, 'unknown') as channel from ({{ union_sources('service_requests') }}) as requests
    union
    select coalesce(channel, 'unknown') as channel from ({{ union_sources('complaints') }}) as complaints
    union
    select 'unknown' as channel
),

customers as (
    select
        customer_segment,
        coalesce(member_tier, 'unknown') as member_tier
    from {{ ref('dim_customers') }}
    union
    select
        'unknown' as customer_segment,
        'unknown' as member_tier
),

days as (
    select
        valid_from as from_day,
        lead(valid_from, 1, cast('9999-01-01' as date)) over (order by valid_from) as to_day
    from (select distinct valid_from from assignments) as changes
),

fitting as (
    select
        teams.team_id,
        channels.channel,
        customers.customer_segment,
        customers.member_tier,
        days.from_day,
        days.to_day,
        assignments.schedule_id,
        row_number() over (
            partition by
                teams.team_id, channels.channel, customers.customer_segment, customers.member_tier, days.from_day
            order by assignments.position
        ) as place
    from assignments
    inner join days on assignments.valid_from <= days.from_day and assignments.valid_to > days.from_day
    inner join teams on assignments.team_id in (teams.team_id, '*')
    inner join channels on assignments.channel in (channels.channel, '*')
    inner join customers
        on assignments.customer_segment in (customers.customer_segment, '*')
        and assignments.member_tier in (customers.member_tier, '*')
)

select
    fitting.team_id,
    fitting.channel,
    fitting.customer_segment,
    fitting.member_tier,
    fitting.from_day,
    fitting.to_day,
    fitting.schedule_id,
    -- A schedule without a day that it covers has no hours either: its clocks are null, and a test says so.
    case when fitting.schedule_id = 'always' then 0 else coalesce(schedules.schedule_number, -1) end as schedule_number
from fitting
left join (select distinct schedule_id, schedule_number from {{ ref('int_schedule_days') }}) as schedules
    on fitting.schedule_id = schedules.schedule_id
where fitting.place = 1
