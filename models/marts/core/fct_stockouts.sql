-- Grain: one row per stockout that stands.
with stockouts as (
    {{ standing_rows('stockouts') }}
)

select
    -- ids
    stockouts.stockout_id,
    stockouts.store_id,
    stockouts.sku,
    -- scopes
    coalesce(stockouts.region, 'unknown') as region,
    -- what it is
    {{ seconds_between('stockouts.out_at', 'stockouts.restocked_at') }} as restocking_seconds,
    -- days, reporting time zone
    {{ local_date('stockouts.out_at') }} as out_on,
    {{ local_date('stockouts.restocked_at') }} as restocked_on,
    -- moments, UTC
    stockouts.out_at,
    stockouts.restocked_at,
    -- lineage
    stockouts.source_name,
    stockouts.source_file,
    stockouts.source_row
from stockouts
