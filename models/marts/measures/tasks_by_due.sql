-- Grain: one row per period and scope. Preventive tasks whose due day is over, dated by that day.
with tasks as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as team_id,
        'unknown' as channel,
        'unknown' as customer_segment
    from {{ ref('fct_maintenance_tasks') }}
    where is_due
),

daily as (
    select
        {{ day_and_scopes('due_on') }},
        count(*) as tasks_due,
        count(*) filter (where is_done_on_time) as tasks_done_on_time
    from tasks
    group by {{ each_day_and_scope_set('due_on') }}
),

{{ roll_up('daily', counts=['tasks_due', 'tasks_done_on_time']) }}
