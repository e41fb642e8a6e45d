{# Tables that are rebuilt by partition: a partition (the rows of a landed file, of a day) is made anew when what goes
   into it is not what went into it the last time, and stands otherwise. What went in is remembered in built.partitions,
   written in the transaction that writes the rows: a build may end anywhere and the next one goes on from there.

   A model begins with a call of partitioned_by() and reads its inputs `where is_touched(...)`. On Spark it is a plain
   table. #}

{# column: the model's column that says the partition; stamped: whether its rows say which run made them. The body of the
   call is a query of (partition, inputs), one row per partition that should stand now; `inputs` is a text that changes
   when the partition has to. It may read the table itself: then it is asked again once the rows are written.

   What is found out stands in the plan of the model, in dbt's graph, the one thing that its macros share: `touched`, the
   partitions to be made anew, none where all are. #}
{% macro partitioned_by(column, stamped=true) -%}
    {{ config(materialized='by_partition' if target.type == 'duckdb' else 'table') }}
    {%- set kept = execute and target.type == 'duckdb' and model.resource_type == 'model' -%}
    {%- set inputs = caller() if kept or not execute -%}
    {%- if kept -%}
        {%- set plan = {'column': column, 'inputs': inputs, 'stamped': stamped, 'touched': none} -%}
        {%- if flags.WHICH in ('run', 'build') and is_partitioned(this) and not should_full_refresh() -%}
            {%- do run_query('create or replace temp table ' ~ asked_inputs() ~ ' as ' ~ inputs_of(plan)) -%}
            {%- do plan.update({'touched': run_query(partitions_that_differ()).rows | map(attribute='partition') | list}) -%}
        {%- endif -%}
        {%- do graph.setdefault('partition_plans', {}).update({model.unique_id: plan}) -%}
    {%- endif -%}
{%- endmacro %}

{# Whether a row belongs to a partition that is rebuilt now; `column` names it where the row is read. #}
{% macro is_touched(column) -%}
    {%- set plan = graph.get('partition_plans', {}).get(model.unique_id) if execute and model.resource_type == 'model' -%}
    {%- if not plan or plan.touched is none -%}true
    {%- elif not plan.touched -%}false
    {%- else -%}{{ column }} in ({{ quoted(plan.touched) }})
    {%- endif -%}
{%- endmacro %}

{# Whether the table itself can be asked by its own `inputs`. #}
{% macro is_partitioned(relation) -%}
    {%- set records = adapter.get_relation(relation.database, 'built', 'partitions') if execute -%}
    {%- set standing = load_relation(relation) if records -%}
    {{ return(standing is not none and standing is defined and standing.type == 'table'
        and run_query("select 1 from built.partitions where model = '" ~ relation.identifier ~ "' limit 1").rows | length > 0) }}
{%- endmacro %}

{# The answer to `inputs` as it stood before the rows were written. #}
{% macro asked_inputs() -%}asked_inputs_of_{{ this.identifier }}{%- endmacro %}

{% macro inputs_of(plan) -%}
    select cast(partition as varchar) as partition, inputs from ({{ plan.inputs }}) as asked
{%- endmacro %}

{% macro partitions_that_differ() -%}
    select coalesce(now.partition, built.partition) as partition
    from {{ asked_inputs() }} as now
    full outer join (select * from built.partitions where model = '{{ this.identifier }}') as built
        on now.partition = built.partition
    where now.inputs is distinct from built.inputs
    order by 1
{%- endmacro %}

{% macro quoted(texts) -%}
    {%- for text in texts -%}'{{ text | replace("'", "''") }}'{{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{# What a by_partition table is filled with: the model's query, or the branches of its union where it says "One scope at
   a time", each as a query. The states of all branches of one statement stand in memory together, and do not spill. #}
{% macro queries_of(sql) -%}
    {%- set parts = sql.split('-- One scope at a time') -%}
    {%- if parts | length == 1 -%}{{ return([sql]) }}{%- endif -%}
    {%- set queries = [] -%}
    {%- for branch in parts[1].split('\n', 1)[1].split('union all') -%}
        {%- do queries.append(parts[0] ~ '\n' ~ branch) -%}
    {%- endfor -%}
    {{ return(queries) }}
{%- endmacro %}

{% macro stamped_rows(plan, query) -%}
    select built.*{% if plan.stamped %}, (select run_id from landing.run_context) as built_by_run{% endif %}
    from ({{ query }}) as built
{%- endmacro %}

{% materialization by_partition, adapter='duckdb' %}
    {%- set plan = graph['partition_plans'][model.unique_id] -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set queries = queries_of(sql) -%}
    {%- set asks_itself = this | string in plan.inputs -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {% if plan.touched is none -%}
        {{ drop_what_stands_there(load_cached_relation(this)) }}
        create table {{ target_relation }} as {{ stamped_rows(plan, queries[0]) }};
        {%- for query in queries[1:] %}
        insert into {{ target_relation }} by name {{ stamped_rows(plan, query) }};
        {%- endfor %}
        delete from built.partitions where model = '{{ this.identifier }}';
        {%- elif plan.touched -%}
        delete from {{ target_relation }} where {{ plan.column }} in ({{ quoted(plan.touched) }});
        {%- for query in queries %}
        insert into {{ target_relation }} by name {{ stamped_rows(plan, query) }};
        {%- endfor %}
        delete from built.partitions
        where model = '{{ this.identifier }}' and partition in ({{ quoted(plan.touched) }});
        {%- endif %}
        {%- if plan.touched is none or plan.touched %}
        insert into built.partitions
        select '{{ this.identifier }}', partition, inputs, (select run_id from landing.run_context)
        from ({{ inputs_of(plan) if plan.touched is none or asks_itself else 'select * from ' ~ asked_inputs() }}) as now
        {%- if plan.touched %}
        where partition in ({{ quoted(plan.touched) }})
        {%- endif %};
        {%- endif %}
        {%- if plan.touched is not none %}
        drop table {{ asked_inputs() }};
        {%- endif %}
        select 1
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
