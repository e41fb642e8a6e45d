-- Grain: one row per export and day on which rows of it begin, where other rows stand than when a run last published.
with entries as (
    select
        *,
        row_number() over (partition by entity, begins_on order by run_id desc) as nth
    from {{ ref('stg_landing__ledger_days') }}
),

published as (
    select * from entries
    where nth = 1
),

standing as (
    select * from {{ ref('int_standing_days') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

compared as (
    select
        coalesce(standing.entity, published.entity) as entity,
        coalesce(standing.begins_on, published.begins_on) as begins_on,
        coalesce(standing.standing_rows, 0) as standing_rows,
        coalesce(published.standing_rows, 0) as rows_before,
        standing.keys_digest,
        standing.rows_digest,
        standing.engine,
        -- Digests of another version of the engine say nothing: only the numbers of rows are compared then.
        standing.engine = published.engine as is_comparable,
        published.keys_digest = standing.keys_digest as has_same_keys,
        published.rows_digest = standing.rows_digest as has_same_rows
    from standing
    full outer join published
        on standing.entity = published.entity
        and standing.begins_on = published.begins_on
)

select
    compared.entity,
    compared.begins_on,
    -- More rows: some came. As many or fewer: some were changed, exchanged or taken away.
    case
        when compared.standing_rows > compared.rows_before then 'late_data'
        when compared.standing_rows < compared.rows_before or compared.is_comparable then 'correction'
        else 'unknown'
    end as what,
    compared.standing_rows,
    compared.rows_before,
    compared.keys_digest,
    compared.rows_digest,
    compared.engine,
    run.run_id,
    run.registered_at as recorded_at
from compared
cross join run
where
    compared.standing_rows <> compared.rows_before
    or (
        compared.standing_rows > 0
        and not (compared.is_comparable and compared.has_same_keys and compared.has_same_rows)
    )
