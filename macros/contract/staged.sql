{# The staging of an export that comes in the contract's shape (source `standard`): its rows as text, trimmed, read into
   their types, judged. One row per landed row, whatever becomes of it. #}
{% macro staged(entity) -%}
with source as (
    select * from {{ source('standard', entity) }}
),

trimmed as (
    select {{ trim_columns(entity) }}
    from source
),

clocks_read as (
    select {{ read_clocks(entity) }}
    from trimmed
),

parsed as (
    select {{ parse_columns(entity) }}
    from clocks_read
)

select
    *,
    {{ judge(entity) }} as rejected_because
from parsed
{%- endmacro %}
