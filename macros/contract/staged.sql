{# The staging of an export that comes in the contract's shape (source `standard`). One row per landed row, whatever
   becomes of it. #}
{% macro staged(entity) -%}
with source as (
    {{ source_as_declared('standard', entity) }}
),

{{ read_and_judge(entity, 'source') }}
{%- endmacro %}
