-- Grain: one row per landed row of every export that has facts, judged: its key, and why it is rejected if it is.
-- A view, but on Spark: staging holds the rows and the verdicts, here they stand in one list.
{{ config(materialized="table" if target.type == "spark" else "view") }}
{%- set entities = [
    'agents', 'customers', 'services', 'service_requests', 'calls', 'complaints', 'survey_responses', 'quality_audits',
    'training_records', 'agent_goals', 'agent_assessments', 'request_events',
    'agent_shifts', 'service_finances', 'orders', 'member_activity', 'maintenance_tasks', 'store_checkouts', 'stockouts',
    'improvement_actions',
] %}
{%- for entity in entities %}
select
    '{{ entity }}' as entity,
    source_name,
    source_file,
    source_row,
    source_line,
    '{{ contract_of(entity).key[0] if execute }}' as key_name,
    {{ row_key(entity) }} as row_key,
    rejected_because,
    is_deleted,
    updated_at,
    {{ day_of(entity) }} as begins_on,
    {{ digest([row_key(entity)]) }} as key_digest,
    {{ digest(contract_of(entity).columns | map(attribute='name') if execute else ['source_row']) }} as row_digest
from ({{ union_sources(entity) }}) as landed
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
