-- Grain: one row per export and column that is there to be read. A company's own source names its columns in its
-- own way: its staging model yields every column of the contract, and writes `null as <column>` for what it has not.
with files_columns as (
    select * from {{ ref('stg_landing__columns') }}
),

exports as (
    select * from {{ ref('int_exports') }}
    where is_present
),

contract_columns as (
    {%- for entity in contract_entities() %}
    {%- for column in (contract_of(entity).columns if execute else [{'name': 'call_id'}]) %}
    select
        '{{ entity }}' as entity,
        '{{ column.name }}' as column_name,
        {{ own_source_gives(entity, column.name) }} as is_in_own_source
    {{- ' union all' if not loop.last }}
    {%- endfor %}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    contract_columns.entity,
    contract_columns.column_name
from contract_columns
inner join exports on contract_columns.entity = exports.entity
left join files_columns
    on files_columns.source_name = 'standard'
    and contract_columns.entity = files_columns.table_name
    and contract_columns.column_name = files_columns.column_name
where files_columns.column_name is not null
    or contract_columns.is_in_own_source
