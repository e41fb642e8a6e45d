-- Grain: one row per period and scope. Requests closed, dated by the day they were closed.
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and not is_cancelled and closed_at is not null
),

daily as (
    select
        {{ day_and_scopes('closed_on') }},
        count(*) as requests_closed,
        count(*) filter (where is_followed_up) as requests_followed_up
    from requests
    group by {{ each_day_and_scope_set('closed_on') }}
),

{{ roll_up('daily', counts=['requests_closed', 'requests_followed_up']) }}
