-- Grain: one row per period and scope. Shifts of agents, dated by their day.
with shifts as (
    select
        *,
        'unknown' as channel,
        'unknown' as service_id,
        'unknown' as region,
        'unknown' as customer_segment,
        -- A shift that lacks one side says nothing of the share.
        handling_seconds is not null and worked_seconds is not null as is_utilised,
        handling_seconds is not null and available_seconds is not null as is_occupied
    from {{ ref('fct_agent_shifts') }}
),

daily as (
    select
        {{ day_and_scopes('shift_on') }},
        count(*) filter (where is_worked) as shifts_worked,
        coalesce(sum(worked_seconds), 0) / 3600 as hours_worked,
        count(*) filter (where is_utilised) as shifts_utilised,
        coalesce(sum(handling_seconds) filter (where is_utilised), 0) as utilised_handling_seconds,
        coalesce(sum(worked_seconds) filter (where is_utilised), 0) as utilised_worked_seconds,
        count(*) filter (where is_occupied) as shifts_occupied,
        coalesce(sum(handling_seconds) filter (where is_occupied), 0) as occupied_handling_seconds,
        coalesce(sum(handling_seconds + available_seconds) filter (where is_occupied), 0) as occupied_present_seconds
    from shifts
    group by {{ each_day_and_scope_set('shift_on') }}
),

{{ roll_up(
    'daily',
    counts=['shifts_worked', 'shifts_utilised', 'shifts_occupied'],
    amounts=[
        'hours_worked', 'utilised_handling_seconds', 'utilised_worked_seconds', 'occupied_handling_seconds',
        'occupied_present_seconds',
    ],
) }}
