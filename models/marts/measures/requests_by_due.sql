-- Grain: one row per period and scope. Requests whose due time is over, dated by the day they were due.
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and not is_cancelled and is_due
),

daily as (
    select
        {{ day_and_scopes('due_on') }},
        count(*) as requests_due,
        -- One that is open, or open again, is in requests_due and not here.
        count(*) filter (where is_completed_on_time) as requests_completed_on_time
    from requests
    group by {{ each_day_and_scope_set('due_on') }}
),

{{ roll_up('daily', counts=['requests_due', 'requests_completed_on_time']) }}
