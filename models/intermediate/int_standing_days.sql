-- Grain: one row per export and day on which rows of it begin: how many stand, and digests that tell other rows from these.
with landed as (
    select * from {{ ref('int_landed_rows') }}
),

set_aside as (
    select * from {{ ref('int_set_aside_rows') }}
)

select
    landed.entity,
    landed.begins_on,
    cast(count(*) as bigint) as standing_rows,
    cast(bit_xor(landed.key_digest) as {{ dbt.type_string() }}) as keys_digest,
    cast(bit_xor(landed.row_digest) as {{ dbt.type_string() }}) as rows_digest,
    version() || ' twice' as engine
from landed
left join set_aside
    on landed.entity = set_aside.entity
    and landed.source_name = set_aside.source_name
    and landed.source_file = set_aside.source_file
    and landed.source_row = set_aside.source_row
where set_aside.source_row is null
group by
    landed.entity,
    landed.begins_on
