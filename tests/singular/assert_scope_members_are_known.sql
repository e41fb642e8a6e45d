-- Offends: an agent or service that a fact counts for and its export does not hold: it belongs under 'unknown'.
-- Where a company has no such export there is nothing to check against, and the ids stand as given.
{%- set agents = ['agents', 'agent_id'] %}
{%- set services = ['services', 'service_id'] %}
{%- set facts = {
    'fct_service_requests': [agents, services], 'fct_calls': [agents, services], 'fct_complaints': [agents, services],
    'fct_survey_responses': [agents, services], 'fct_quality_audit_items': [agents, services],
    'fct_reply_waits': [agents, services], 'fct_handovers': [agents, services], 'fct_agent_shifts': [agents],
    'fct_store_checkouts': [agents], 'fct_orders': [services], 'fct_service_finances': [services],
    'fct_maintenance_tasks': [services],
} %}
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
    {%- for fact, members in facts.items() %}
    {%- set is_last_fact = loop.last %}
    {%- for entity, column in members %}
    select distinct
        '{{ fact }}' as fact,
        '{{ entity }}' as entity,
        {{ column }} as member_id
    from {{ ref(fact) }}
    {%- if not (is_last_fact and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
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
