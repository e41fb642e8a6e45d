-- Grain: one row per period and scope. Requests closed, dated by the day they were closed.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'closed_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and not is_cancelled and closed_at is not null and {{ in_touched_days('closed_on') }}
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
