{# What goes into a partition, as a text or a number that changes with it. #}

{# The inputs of a table that is made of others of the same partitions: when each of those was made, and of what.
   `as_a_whole`: relations besides, of which any change touches every partition. #}
{% macro follows(models, as_a_whole=[]) -%}
    select
        partition,
        string_agg(model || ' ' || built_by_run || ' ' || hash(inputs), ', ' order by model)
        {%- for relation in as_a_whole %}
        || ' ' || {{ content_as_a_whole(relation) }}
        {%- endfor %} as inputs
    from built.partitions
    where model in ({{ quoted(models) }})
    group by partition
{%- endmacro %}

{# Days with a number each that changes with what stands on them: `day` names the column, `of` the one by which the
   relation is partitioned, `models` the tables of those partitions that are read beside it. #}
{% macro days_of(relation, day, of, models=none) -%}
    select
        rows_of_days.day,
        bit_xor({{ digest(['rows_of_days.partition', 'rows_of_days.row_count', 'followed.inputs']) }}) as content
    from (
        select
            {{ day }} as day,
            cast({{ of }} as varchar) as partition,
            count(*) as row_count
        from {{ relation }}
        group by all
    ) as rows_of_days
    left join ({{ follows(models or [relation.identifier]) }}) as followed on rows_of_days.partition = followed.partition
    group by rows_of_days.day
{%- endmacro %}

{# A number that changes with what a row of a relation says; from which file it came, and when it was made, aside. #}
{% macro content_of(relation, alias) -%}
    {%- set aside = ['built_by_run', 'source_name', 'source_file', 'source_row', 'source_line'] -%}
    {%- set columns = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) if execute and column.name not in aside -%}
        {%- do columns.append(alias ~ '.' ~ adapter.quote(column.name)) -%}
    {%- endfor -%}
    {{ digest(columns) }}
{%- endmacro %}

{# The same of all rows that have a key in common, and of all rows of a relation. #}
{% macro content_by(key, relation) -%}
    select {{ key }}, bit_xor({{ content_of(relation, 'said') }}) as content from {{ relation }} as said group by {{ key }}
{%- endmacro %}

{% macro content_as_a_whole(relation) -%}
    (select coalesce(bit_xor({{ content_of(relation, 'whole') }}), 0) from {{ relation }} as whole)
{%- endmacro %}

{# The same of a row of an export, as it was read and where it stands. #}
{% macro row_content(entity, alias) -%}
    {%- set columns = ['source_name', 'source_file', 'source_row'] -%}
    {%- for column in (contract_of(entity).columns if execute else []) -%}
        {%- do columns.append(column.name) -%}
        {%- if column.type != 'text' -%}{%- do columns.append(column.name ~ '_text') -%}{%- endif -%}
    {%- endfor -%}
    {%- set named = [] -%}
    {%- for column in columns -%}{%- do named.append(alias ~ '.' ~ column) -%}{%- endfor -%}
    {{ digest(named) }}
{%- endmacro %}
