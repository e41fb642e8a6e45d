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
    select *
    from (
        values
        {%- for entity in contract_entities() %}
        {%- set last_entity = loop.last %}
        {%- for column in (contract_of(entity).columns if execute else [{'name': 'call_id'}]) %}
        ('{{ entity }}', '{{ column.name }}', {{ own_source_gives(entity, column.name) }})
        {{- ',' if not (last_entity and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    ) as listed (entity, column_name, is_in_own_source)
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
