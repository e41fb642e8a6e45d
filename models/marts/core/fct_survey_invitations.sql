-- Grain: one row per invitation to a customer survey. All its questions belong where and when its first one does:
-- earliest, then lowest response_id and dimension.
with questions as (
    select
        *,
        coalesce(invitation_id, response_id) as invitation,
        row_number() over (
            partition by coalesce(invitation_id, response_id)
            order by sent_at nulls last, response_id, dimension, source_name, source_file, source_row
        ) as place
    from {{ ref('fct_survey_responses') }}
    where survey in ('csat', 'nps', 'ces')
)

select
    -- ids
    invitation as invitation_id,
    -- scopes
    max(agent_id) filter (where place = 1) as agent_id,
    max(team_id) filter (where place = 1) as team_id,
    max(channel) filter (where place = 1) as channel,
    max(service_id) filter (where place = 1) as service_id,
    max(region) filter (where place = 1) as region,
    max(customer_segment) filter (where place = 1) as customer_segment,
    -- what became of it
    bool_or(responded_at is not null) as is_answered,
    -- days, reporting time zone
    {{ local_date('min(sent_at)') }} as sent_on,
    -- moments, UTC
    min(sent_at) as sent_at
from questions
group by invitation
-- What nobody knows to have been sent is no invitation.
having min(sent_at) is not null
