{# The last steps of a staging model: rows that have the contract's columns as text are trimmed, read into their types and
   judged. `rows` is the CTE that has them, with _problem, _file, _row and _line. #}
{% macro read_and_judge(entity, rows, source_name='standard') -%}
{%- set money = money_of(entity) -%}
trimmed as (
    select {{ trim_columns(entity) }}
    from {{ rows }}
),

clocks_read as (
    select {{ read_clocks(entity) }}
    from trimmed
),

parsed as (
    select {{ parse_columns(entity, source_name) }}
    from clocks_read
)

{%- if money %},

{{ exchange(entity, 'parsed') }}
{%- endif %}

select
    *,
    {{ judge(entity, source_name) }} as rejected_because
from {{ 'exchanged' if money else 'parsed' }}
{%- endmacro %}
