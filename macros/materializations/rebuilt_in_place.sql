{# Tables and views on DuckDB: dropped and made anew in one transaction. dbt's own make them under another name and rename
   twice, so that readers never miss one; nobody reads the build file while it is built (users read the published set),
   and at some hundred models the renaming took a third of the build. #}
{% materialization table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {{ drop_what_stands_there(load_cached_relation(this)) }}
        {{ create_table_as(False, target_relation, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {{ drop_what_stands_there(load_cached_relation(this)) }}
        {{ create_view_as(target_relation, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# In the statement that makes it anew: a call of the adapter for each drop took seconds of a second build. #}
{% macro drop_what_stands_there(relation) -%}
    {%- if relation is not none -%} drop {{ relation.type }} if exists {{ relation }} cascade; {%- endif -%}
{%- endmacro %}
