-- Grain: one row per landed row that does not stand: rejected, superseded by a later copy, or deleted.
-- The facts leave these out; what is in neither place is lost, and a test would say so.
with landed as (
    select
        *,
        {{ digest(['entity', 'source_name', 'row_key']) }} as key_number
    from {{ ref('int_landed_rows') }}
),

files as (
    select * from {{ ref('stg_landing__files') }}
),

-- Only these need to be ranked: a window over every row would cost more than all else. By a number, as texts take
-- longer; keys that share one are told apart further on.
keys_to_settle as (
    select key_number
    from landed
    group by key_number
    having count(*) > 1 or bool_or(is_deleted)
),

copies as (
    select
        landed.*,
        files.delivery,
        -- Later copy first: by its own updated_at, else the later file, else the later row.
        row_number() over (
            partition by landed.entity, landed.source_name, landed.row_key
            order by landed.updated_at desc nulls last, files.file_order desc, landed.source_row desc
        ) as nth_copy,
        row_number() over (
            partition by landed.entity, landed.source_name, landed.source_file, landed.row_key
            order by landed.source_row
        ) as nth_in_file,
        row_number() over (
            partition by landed.entity, landed.source_name, landed.source_file, landed.row_key
            order by landed.updated_at desc nulls last, landed.source_row desc
        ) as nth_best_in_file
    from landed
    inner join keys_to_settle on landed.key_number = keys_to_settle.key_number
    inner join files
        on landed.source_name = files.source_name
        and landed.source_file = files.source_file
    -- A rejected copy replaces nothing.
    where landed.rejected_because is null
),

settled as (
    select
        *,
        case
            when delivery = 'full' and nth_in_file > 1 then 'rejected'
            when delivery = 'append' and nth_copy > 1 then 'superseded'
            when is_deleted then 'deleted'
        end as verdict,
        case when delivery = 'full' then nth_in_file else nth_best_in_file end > 1 as is_repeat
    from copies
)

select
    entity,
    source_name,
    source_file,
    source_row,
    source_line,
    'rejected' as verdict,
    rejected_because,
    false as is_repeat
from landed
where rejected_because is not null
union all
select
    entity,
    source_name,
    source_file,
    source_row,
    source_line,
    verdict,
    case when verdict = 'rejected' then key_name || ': the key stands in this file before' end as rejected_because,
    is_repeat
from settled
where verdict is not null
