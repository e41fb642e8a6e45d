-- Grain: one row per export and kind of reference that its accepted rows make: to agents, to services.
{%- set references = {
    'agents': ['agent_id', [
        'agent_assessments', 'agent_goals', 'agent_shifts', 'calls', 'complaints', 'quality_audits', 'service_requests',
        'store_checkouts', 'survey_responses', 'training_records',
    ]],
    'services': ['service_id', [
        'calls', 'complaints', 'orders', 'service_finances', 'service_requests', 'survey_responses',
    ]],
} %}
with exports as (
    select * from {{ ref('int_exports') }}
),

members as (
    select
        'agent_id' as column_name,
        agent_id as member
    from {{ ref('dim_agents') }}
    union all
    select
        'service_id' as column_name,
        service_id as member
    from {{ ref('dim_services') }}
),

references_given as (
    {%- for export, (column, entities) in references.items() %}
    {%- set last_export = loop.last %}
    {%- for entity in entities %}
    select
        '{{ entity }}' as entity,
        '{{ export }}' as export,
        '{{ column }}' as column_name,
        {{ column }} as member,
        count(*) as given
    from ({{ union_sources(entity) }}) as landed
    where {{ column }} is not null and rejected_because is null and is_deleted is not true
    group by {{ column }}
    {%- if not (last_export and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
)

select
    references_given.entity,
    references_given.column_name,
    sum(references_given.given) as given,
    coalesce(sum(references_given.given) filter (where members.member is null), 0) as unknown
from references_given
-- Only what can be checked: where nobody delivers agents, a reference to one leads nowhere by design.
inner join exports
    on references_given.export = exports.entity
    and exports.is_present
left join members
    on references_given.column_name = members.column_name
    and references_given.member = members.member
group by
    references_given.entity,
    references_given.column_name
