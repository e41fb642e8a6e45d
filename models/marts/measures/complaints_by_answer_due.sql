-- Grain: one row per period and scope. Complaints whose time to be answered is over, dated by the day it ended.
with complaints as (
    select * from {{ ref('fct_complaints') }}
    where is_answer_due
),

daily as (
    select
        {{ day_and_scopes('answer_due_on') }},
        count(*) as complaints_to_answer,
        count(*) filter (where is_answered_in_time) as complaints_answered_in_time
    from complaints
    group by {{ each_day_and_scope_set('answer_due_on') }}
),

{{ roll_up('daily', counts=['complaints_to_answer', 'complaints_answered_in_time']) }}
