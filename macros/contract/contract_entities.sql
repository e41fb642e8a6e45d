{# The exports of the contract, by name. #}
{% macro contract_entities() %}
    {%- if not execute -%}{{ return(['calls']) }}{%- endif -%}
    {{ return(graph.sources.values() | selectattr('source_name', 'equalto', 'standard') | map(attribute='name') | sort) }}
{% endmacro %}

{# Whether a file or column of the relation comes from a source that gives the export. A company's own source may
   hold an export under another table's name (one spreadsheet, three exports): any file of it counts. #}
{% macro gives(relation, entity) -%}
    (
        {%- for source_name in var('entity_sources').get(entity, ['standard']) %}
        {{ relation }}.source_name = '{{ source_name }}'
        {%- if source_name == 'standard' %} and {{ relation }}.table_name = '{{ entity }}'{% endif %}
        {{- ' or' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
