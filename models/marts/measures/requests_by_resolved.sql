-- Grain: one row per period and scope. Requests completed, dated by the day of their last resolution.
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and is_completed
),

daily as (
    select
        {{ day_and_scopes('resolved_on') }},
        count(*) as requests_completed
    from requests
    group by {{ each_day_and_scope_set('resolved_on') }}
),

{{ roll_up('daily', counts=['requests_completed']) }}
