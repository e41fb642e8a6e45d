-- Grain: one row per index, round of judgements, group, judge and ordered pair: how many times as important the item is
-- as the other, as a logarithm. Each comparison stands twice, once from either side.
with judged as (
    select
        index_id,
        cast(valid_from as date) as valid_from,
        parent,
        judge,
        item_a,
        item_b,
        -- 3 or 1/3.
        ln(
            coalesce(try_cast(judgement as double), 1.0 / try_cast(split_part(judgement, '/', 2) as double))
        ) as log_times
    from {{ ref('ahp_judgements') }}
)

select
    concat(index_id, '|', cast(valid_from as {{ dbt.type_string() }}), '|', parent) as group_id,
    index_id,
    valid_from,
    parent,
    judge,
    item_a as item,
    item_b as other,
    log_times
from judged
union all
select
    concat(index_id, '|', cast(valid_from as {{ dbt.type_string() }}), '|', parent) as group_id,
    index_id,
    valid_from,
    parent,
    judge,
    item_b as item,
    item_a as other,
    -log_times as log_times
from judged
