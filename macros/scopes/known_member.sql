{# The id that a row gives, as the member of a scope: itself where the reference export holds it, or where that
   export has no file to check against; else 'unknown'. `found` is the id as the joined dimension has it. #}
{% macro known_member(given, found, export) -%}
    case
        when {{ given }} is null then 'unknown'
        when {{ found }} is not null then {{ given }}
        when (select exports.is_present from {{ ref('int_exports') }} as exports where exports.entity = '{{ export }}')
            then 'unknown'
        else {{ given }}
    end
{%- endmacro %}
