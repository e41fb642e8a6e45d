{# Whether a source of the company's own gives a column of an export: its staging model writes `null as <column>,`
   where it does not. Without this a column that nobody has would look like one that is always empty, and counts of it
   like true zeros. #}
{% macro own_source_gives(entity, column) -%}
    {%- set found = namespace(gives=false) -%}
    {%- for source_name in var('entity_sources').get(entity, []) if execute and source_name != 'standard' -%}
        {%- set staging = graph.nodes['model.' ~ project_name ~ '.stg_' ~ source_name ~ '__' ~ entity].raw_code -%}
        {%- if 'null as ' ~ column ~ ',' not in staging -%}{%- set found.gives = true -%}{%- endif -%}
    {%- endfor -%}
    {{ return(found.gives | lower) }}
{%- endmacro %}
