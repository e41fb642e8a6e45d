{# The key of an export's row as one text, by its contract; an empty part is a value of its own. #}
{% macro row_key(entity) -%}
    {%- for column in (contract_of(entity).key if execute else ['source_row']) -%}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){{ " || chr(31) || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
