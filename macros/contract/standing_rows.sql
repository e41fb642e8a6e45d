{# The rows of an export that stand: accepted, the latest copy, not deleted; as a query. #}
{% macro standing_rows(entity) -%}
    select landed.*
    from ({{ union_sources(entity) }}) as landed
    left join {{ ref('int_set_aside_rows') }} as set_aside
        on set_aside.entity = '{{ entity }}'
        and landed.source_name = set_aside.source_name
        and landed.source_file = set_aside.source_file
        and landed.source_row = set_aside.source_row
    where set_aside.source_row is null
{%- endmacro %}
