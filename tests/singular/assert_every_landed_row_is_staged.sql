-- Offends: a file in force whose rows, as landing counted them, are not those that staging yields.
-- Asked of the exports that have a staging model; dq_reconciliation counts its `landed` on what is staged.
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
