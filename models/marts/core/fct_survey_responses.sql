-- Grain: one row per question of a survey invitation; one without a score where it was not answered.
-- What an answer does not say of itself it takes from the request it rates.
with responses as (
    {{ standing_rows('survey_responses') }}
),

requests as (
    select * from {{ ref('fct_service_requests') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

services as (
    select * from {{ ref('dim_services') }}
),

scales as (
    select * from {{ ref('dim_survey_scales') }}
),

default_scales as (
    select * from {{ ref('dim_survey_scales') }}
    where is_default
),

respondents_known as (
    select
        *,
        coalesce(
            respondent_type,
            case when survey in ('employee', 'employee_nps') then 'agent' else 'customer' end
        ) as respondent_kind
    from responses
),

responses_of_agents as (
    select
        *,
        -- Of an employee survey the agent is who answered.
        coalesce(
            agent_id,
            case when survey in ('employee', 'employee_nps') and respondent_kind = 'agent' then respondent_id end
        ) as given_agent_id
    from respondents_known
),

responses_with_requests as (
    select
        responses.*,
        least(responses.sent_at, responses.responded_at) as first_moment_at,
        coalesce(
            case when responses.respondent_kind = 'customer' then responses.respondent_id end,
            requests.customer_id
        ) as rater_id,
        case
            when responses.given_agent_id is null then coalesce(requests.agent_id, 'unknown')
            else {{ known_member('responses.given_agent_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        case
            when responses.service_id is null then coalesce(requests.service_id, 'unknown')
            else {{ known_member('responses.service_id', 'services.service_id', 'services') }}
        end as service_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        coalesce(responses.region, nullif(requests.region, 'unknown')) as given_region,
        coalesce(responses.channel, requests.channel, 'unknown') as channel_member,
        coalesce(responses.scale_min, default_scales.scale_min) as scale_from,
        coalesce(responses.scale_max, default_scales.scale_max) as scale_to
    from responses_of_agents as responses
    left join requests on responses.request_id = requests.request_id
    left join agents on responses.given_agent_id = agents.agent_id
    left join services on responses.service_id = services.service_id
    left join default_scales on responses.survey = default_scales.survey
),

responses_rescaled as (
    select
        *,
        (score - scale_from) / nullif(scale_to - scale_from, 0) as score_on_scale
    from responses_with_requests
)

select
    -- ids
    responses.response_id,
    responses.invitation_id,
    responses.request_id,
    responses.rater_id as customer_id,
    responses.respondent_id,
    -- scopes
    responses.agent_member as agent_id,
    coalesce(responses.request_team_id, agent_states.team_id, 'unknown') as team_id,
    responses.channel_member as channel,
    responses.service_member as service_id,
    coalesce(responses.given_region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    responses.survey,
    lower(coalesce(responses.dimension, 'overall')) as dimension,
    responses.respondent_type,
    responses.collection_method,
    responses.score,
    responses.expected_score,
    -- 0-1, the better the higher: scales on which low is good are turned round.
    case
        when scales.is_reversed then 1 - responses.score_on_scale
        else responses.score_on_scale
    end as score_share,
    case
        when scales.satisfied_from is null then responses.score_on_scale >= {{ var('satisfied_from') }}
        when scales.is_reversed then responses.score <= scales.satisfied_from
        else responses.score >= scales.satisfied_from
    end as is_satisfied,
    -- As people mark: 4 of 5 is 0.8.
    responses.score / nullif(responses.scale_to, 0) as score_of_maximum,
    -- Null on any other scale than 0 to 10: it says nothing of promoters.
    case
        when not coalesce(responses.scale_from = 0 and responses.scale_to = 10, false) then null
        when responses.score >= 9 then 'promoter'
        when responses.score <= 6 then 'detractor'
        when responses.score is not null then 'passive'
    end as nps_class,
    -- Null where nothing was expected.
    case
        when scales.is_reversed then responses.score <= responses.expected_score
        else responses.score >= responses.expected_score
    end as is_expectation_met,
    -- A score that lies outside its scale says nothing; where the row gives the scale, staging has rejected it.
    responses.responded_at is not null
    and coalesce(responses.score between responses.scale_from and responses.scale_to, false) as is_rated,
    -- days, reporting time zone
    {{ local_date('responses.responded_at') }} as responded_on,
    -- moments, UTC
    responses.sent_at,
    responses.responded_at,
    -- lineage
    responses.source_name,
    responses.source_file,
    responses.source_row
from responses_rescaled as responses
left join scales
    on responses.survey = scales.survey
    and responses.scale_from = scales.scale_min
    and responses.scale_to = scales.scale_max
left join agent_states
    on responses.agent_member = agent_states.agent_id
    and responses.first_moment_at >= agent_states.valid_from_at
    and responses.first_moment_at < agent_states.valid_to_at
left join customers on responses.rater_id = customers.customer_id
