-- Grain: one row per period and scope. Invitations to customer surveys, dated by the day they were sent.
with invitations as (
    select * from {{ ref('fct_survey_invitations') }}
),

daily as (
    select
        {{ day_and_scopes('sent_on') }},
        count(*) as invitations,
        count(*) filter (where is_answered) as invitations_answered
    from invitations
    group by {{ each_day_and_scope_set('sent_on') }}
),

{{ roll_up('daily', counts=['invitations', 'invitations_answered']) }}
