-- Grain: one row per KPI, period grain and kind of member (team or agent) that has three or more of them to compare in the
-- latest complete period: what they reach together, and how far they differ by more than chance.
-- Between = what the members differ beyond what their sample sizes explain (DerSimonian and Laird), 0 where nothing.
with members as (
    select * from {{ ref('int_kpi_members') }}
),

together as (
    select
        kpi_id,
        period_grain,
        scope_type,
        max(kind) as kind,
        max(scale) as scale,
        count(*) as peers,
        cast(sum(sample_size) as double) as units,
        sum(cast(sample_size as double) * sample_size) as units_squares,
        sum(sample_size * value) / sum(sample_size) as peer_value,
        sum(squares_within) / nullif(sum(sample_size - 1), 0) as variance_within
    from members
    group by
        kpi_id,
        period_grain,
        scope_type
),

varied as (
    select
        *,
        -- Of one unit: of a share by the share, of a mean by what the members say of themselves, put together.
        case kind
            when 'proportion' then peer_value * (scale - peer_value)
            else variance_within
        end as unit_variance
    from together
    where peers >= 3
),

apart as (
    select
        varied.kpi_id,
        varied.period_grain,
        varied.scope_type,
        varied.peers,
        varied.units,
        varied.units_squares,
        varied.peer_value,
        varied.unit_variance,
        sum(members.sample_size * power(members.value - varied.peer_value, 2)) as squares_between
    from varied
    inner join members
        on varied.kpi_id = members.kpi_id
        and varied.period_grain = members.period_grain
        and varied.scope_type = members.scope_type
    where varied.unit_variance > 0
    group by
        varied.kpi_id,
        varied.period_grain,
        varied.scope_type,
        varied.peers,
        varied.units,
        varied.units_squares,
        varied.peer_value,
        varied.unit_variance
)

select
    kpi_id,
    period_grain,
    scope_type,
    cast(peers as bigint) as peers,
    peer_value,
    unit_variance,
    greatest(0, squares_between - (peers - 1) * unit_variance) / (units - units_squares / units) as between_variance
from apart
