{# Tables that are rebuilt by partition: a partition (the rows of a landed file, of a day) is made anew when what goes
   into it is not what went into it the last time, and stands otherwise. What went in is remembered in built.partitions,
   written in the transaction that writes the rows: a build may end anywhere and the next one goes on from there.

   A model begins with a call of partitioned_by() and reads its inputs `where is_touched(...)`. On Spark it is a plain
   table. #}

{# column: the model's column that says the partition; stamped: whether its rows say which run made them. The body of the
   call is a query of (partition, inputs), one row per partition that should stand now; `inputs` is a text that changes
   when the partition has to. It is asked before and after the rows are written, so it may read the table itself. #}
{% macro partitioned_by(column, stamped=true) -%}
    {{ config(materialized='by_partition' if target.type == 'duckdb' else 'table') }}
    {%- set inputs = caller() if model.resource_type != 'unit_test' -%}
    {%- if execute and model.resource_type == 'model' and target.type == 'duckdb' -%}
        {%- set plan = {'column': column, 'inputs': inputs, 'stamped': stamped, 'touched': none} -%}
        {%- if flags.WHICH in ('run', 'build') and is_partitioned(this) and not should_full_refresh() -%}
            {%- set rows = run_query(partitions_that_differ(inputs)).rows -%}
            {%- do plan.update({'touched': rows | map(attribute='partition') | list}) -%}
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

{% macro partitions_that_differ(inputs) -%}
    select cast(coalesce(now.partition, built.partition) as varchar) as partition
    from (select cast(partition as varchar) as partition, inputs from ({{ inputs }}) as asked) as now
    full outer join (select * from built.partitions where model = '{{ this.identifier }}') as built
        on now.partition = built.partition
    where now.inputs is distinct from built.inputs
    order by 1
{%- endmacro %}

{% macro quoted(texts) -%}
    {%- for text in texts -%}'{{ text | replace("'", "''") }}'{{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{# The inputs of a table that is made of others of the same partitions: when each of those was made, and of what.
   `as_a_whole`: relations besides, of which any change touches every partition. #}
{% macro follows(models, as_a_whole=[]) -%}
    select
        partition,
        string_agg(model || ' ' || built_by_run || ' ' || hash(inputs), ', ' order by model)
        {%- for relation in as_a_whole %}
        || ' ' || (select coalesce(bit_xor({{ content_of(relation, 'whole') }}), 0) from {{ relation }} as whole)
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

{# The inputs of a table by period, from queries of days_of(). #}
{% macro periods_of(days) -%}
    select
        {{ period_key() }} as partition,
        count(*) || ' ' || bit_xor({{ digest(['days.day', 'days.content', 'days.which']) }}) as inputs
    from (
        {%- for query in days %}
        select *, {{ loop.index }} as which from ({{ query }}) as days_{{ loop.index }}
        {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as days
    inner join {{ ref('period_days') }} as period_days on days.day = period_days.day
    group by 1
{%- endmacro %}

{% macro period_key() -%}period_grain || ' ' || period_start{%- endmacro %}

{# period_days, of a table that is rebuilt by period those of the periods that are. #}
{% macro touched_period_days() -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}{{ ref('period_days') }}
    {%- else -%}(select * from {{ ref('period_days') }} where {{ touched }})
    {%- endif -%}
{%- endmacro %}

{# The inputs of a table by period that looks back at the period before. #}
{% macro with_period_before(inputs) -%}
    with by_period as ({{ inputs }})

    select
        periods.period_grain || ' ' || periods.period_start as partition,
        coalesce(own.inputs, '') || ' after ' || coalesce(before.inputs, '') as inputs
    from {{ ref('dim_periods') }} as periods
    left join by_period as own on periods.period_grain || ' ' || periods.period_start = own.partition
    left join by_period as before on periods.period_grain || ' ' || periods.previous_period_start = before.partition
    where own.inputs is not null or before.inputs is not null
{%- endmacro %}

{# period_days, of such a table those of the periods that are rebuilt and of the ones before. #}
{% macro period_days_with_those_before() -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}{{ ref('period_days') }}
    {%- else -%}
    (
        select period_days.*
        from {{ ref('period_days') }} as period_days
        where
            {{ period_key() }} in (
                select periods.period_grain || ' ' || periods.period_start
                from {{ ref('dim_periods') }} as periods
                where {{ touched | replace('period_', 'periods.period_') }}
                union all
                select periods.period_grain || ' ' || periods.previous_period_start
                from {{ ref('dim_periods') }} as periods
                where {{ touched | replace('period_', 'periods.period_') }}
            )
    )
    {%- endif -%}
{%- endmacro %}

{# Whether a row counts in a period that is rebuilt now. #}
{% macro in_touched_periods(day) -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}true
    {%- else -%}{{ day }} in (select period_days.day from {{ ref('period_days') }} as period_days where {{ touched }})
    {%- endif -%}
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
        {% if plan.touched is none or plan.touched -%}
        insert into built.partitions
        select '{{ this.identifier }}', cast(partition as varchar), inputs, (select run_id from landing.run_context)
        from ({{ plan.inputs }}) as asked
        {%- if plan.touched %}
        where cast(partition as varchar) in ({{ quoted(plan.touched) }})
        {%- endif %};
        {%- endif %}
        select 1
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
