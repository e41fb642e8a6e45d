-- Grain: one row per landed row that does not stand: rejected, superseded by a later copy, or deleted.
-- The facts leave these out; what is in neither place is lost, and a test would say so.
{%- set entities = [
    'agents', 'customers', 'services', 'service_requests', 'calls', 'complaints', 'survey_responses', 'quality_audits',
] %}
{%- for entity in entities %}
{{ set_aside_rows(entity) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
