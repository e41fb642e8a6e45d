-- Grain: one row per period and scope. Complaints, dated by the day they were submitted.
with complaints as (
    select * from {{ ref('fct_complaints') }}
),

daily as (
    select
        {{ day_and_scopes('submitted_on') }},
        count(*) as complaints
    from complaints
    group by {{ each_day_and_scope_set('submitted_on') }}
),

{{ roll_up('daily', counts=['complaints']) }}
