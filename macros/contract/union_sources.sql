{# The rows of an export from every source that gives it, as a query: source_name and the columns of the contract.
   The list is the company's (`entities` in its settings.yml). #}
{% macro union_sources(entity) -%}
    {%- for source_name in var('entity_sources').get(entity, ['standard']) %}
    select
        '{{ source_name }}' as source_name,
        staged.*
    from {{ ref('stg_' ~ source_name ~ '__' ~ entity) }} as staged
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
