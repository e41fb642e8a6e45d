-- Offends: a file in force whose rows, as landing counted them, are not those that staging yields.
-- Asked of the exports that have a staging model; dq_reconciliation counts its `landed` on what is staged. A file of a
-- company's own source may give several exports: each of its rows is staged for one of them at least.
{%- set staged = [] %}
{%- for node in graph.nodes.values() if execute and node.name.startswith('stg_standard__') %}
{%- do staged.append(node.name.split('__')[1]) %}
{%- endfor %}
with files as (
    select * from {{ ref('stg_landing__files') }}
    where is_in_force and source_name = 'standard' and table_name in ('{{ staged | sort | join("', '") }}')
),

reconciliation as (
    select * from {{ ref('dq_reconciliation') }}
),

own_files as (
    select * from {{ ref('stg_landing__files') }}
    where is_in_force and source_name <> 'standard'
),

own_rows as (
    select
        source_name,
        source_file,
        count(distinct source_row) as staged_rows
    from {{ ref('int_landed_rows') }}
    where source_name <> 'standard'
    group by
        source_name,
        source_file
),

-- A table that no export is read from offends nobody.
own_tables as (
    select distinct
        own_files.source_name,
        own_files.table_name
    from own_files
    inner join own_rows
        on own_files.source_name = own_rows.source_name
        and own_files.source_file = own_rows.source_file
)

select
    files.table_name,
    files.source_file,
    files.landed_rows,
    reconciliation.landed as staged_rows
from files
left join reconciliation
    on files.source_name = reconciliation.source_name
    and files.source_file = reconciliation.source_file
    and files.table_name = reconciliation.entity
where files.landed_rows <> coalesce(reconciliation.landed, 0)
union all
select
    own_files.table_name,
    own_files.source_file,
    own_files.landed_rows,
    coalesce(own_rows.staged_rows, 0) as staged_rows
from own_files
inner join own_tables
    on own_files.source_name = own_tables.source_name
    and own_files.table_name = own_tables.table_name
left join own_rows
    on own_files.source_name = own_rows.source_name
    and own_files.source_file = own_rows.source_file
where own_files.landed_rows <> coalesce(own_rows.staged_rows, 0)
