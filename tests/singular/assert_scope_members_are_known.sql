-- Offends: an agent or service that a fact counts for and its export does not hold: it belongs under 'unknown'.
-- Where a company has no such export there is nothing to check against, and the ids stand as given.
{%- set facts = [
    'fct_service_requests', 'fct_calls', 'fct_complaints', 'fct_survey_responses', 'fct_quality_audit_items',
    'fct_reply_waits', 'fct_handovers',
] %}
with exports as (
    select * from {{ ref('int_exports') }}
    where is_present
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

services as (
    select service_id from {{ ref('dim_services') }}
),

members as (
    {%- for fact in facts %}
    select distinct
        '{{ fact }}' as fact,
        'agents' as entity,
        agent_id as member_id
    from {{ ref(fact) }}
    union all
    select distinct
        '{{ fact }}' as fact,
        'services' as entity,
        service_id as member_id
    from {{ ref(fact) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    members.fact,
    members.entity,
    members.member_id
from members
inner join exports on members.entity = exports.entity
left join agents
    on members.entity = 'agents'
    and members.member_id = agents.agent_id
left join services
    on members.entity = 'services'
    and members.member_id = services.service_id
where
    members.member_id <> 'unknown'
    and agents.agent_id is null
    and services.service_id is null
