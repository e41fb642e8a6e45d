-- Grain: one row per KPI, period grain and team or agent in its latest complete period: where it stands among its peers,
-- by a value that few units move little (decision 0017), and whether it is to be recognised or supported.
with members as (
    select * from {{ ref('int_kpi_members') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

-- What a member is believed to reach: its own value, drawn to that of all the more, the fewer its units are.
weighed as (
    select
        members.*,
        peers.peers,
        peers.peer_value,
        peers.between_variance,
        peers.unit_variance / members.sample_size as own_variance,
        peers.between_variance / (peers.between_variance + peers.unit_variance / members.sample_size) as own_weight
    from members
    inner join {{ ref('int_kpi_peers') }} as peers
        on members.kpi_id = peers.kpi_id
        and members.period_grain = peers.period_grain
        and members.scope_type = peers.scope_type
),

judged as (
    select
        *,
        peer_value + own_weight * (value - peer_value) as fair_value,
        -- Of too few to judge nothing is said.
        status <> 'small_sample'
        and own_weight * abs(value - peer_value) > {{ z_95() }} * sqrt(own_weight * own_variance) as is_apart,
        (value > peer_value) = (better = 'higher') as is_ahead
    from weighed
)

select
    judged.scope_type,
    judged.scope_id,
    judged.team_id,
    judged.period_grain,
    judged.period_start,
    judged.kpi_id,
    kpis.name_en,
    kpis.name_zh,
    kpis.area,
    kpis.unit,
    judged.better,
    judged.value,
    judged.sample_size,
    judged.status,
    judged.peers,
    judged.peer_value,
    judged.fair_value,
    judged.is_apart,
    -- Where they differ by no more than chance nobody has a place. What the arithmetic leaves of a tie is one.
    case
        when judged.between_variance > 0
            then cast(rank() over (
                partition by judged.kpi_id, judged.period_grain, judged.scope_type
                order by round(judged.fair_value * case judged.better when 'higher' then -1 else 1 end, 6)
            ) as bigint)
    end as place,
    -- Beyond chance and by the target: nobody is praised for a miss, nor supported where the target is met.
    case
        when not judged.is_apart or judged.is_pilot then cast(null as {{ dbt.type_string() }})
        when judged.is_ahead and judged.status in ('met', 'near') then 'recognition'
        when not judged.is_ahead and judged.status in ('missed', 'near') then 'support'
    end as listed,
    judged.is_pilot
from judged
inner join kpis on judged.kpi_id = kpis.kpi_id
