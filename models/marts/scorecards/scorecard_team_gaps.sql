-- Grain: one row per KPI that the company missed or nearly missed in its latest complete month, and team behind it.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where period_grain = 'month'
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

latest as (
    select max(period_start) as period_start
    from {{ ref('dim_periods') }}
    where period_grain = 'month' and is_complete
),

company_behind as (
    select
        kpi_values.kpi_id,
        kpi_values.period_start,
        -- Of a band the end that was missed.
        {{ aim('kpi_values.value') }} as target,
        -- Which side of the target is the wrong one: 1 below it, -1 above.
        case when kpi_values.value < kpi_values.target then 1 else -1 end as wrong_side,
        kpis.scale,
        -- Below nothing, such as revenue less refunds, teams have no shares of a whole.
        kpis.roll_up in ('ratio', 'sum') and kpis.denominator_words is not null and kpi_values.denominator > 0 as adds_up
    from kpi_values
    inner join kpis on kpi_values.kpi_id = kpis.kpi_id
    inner join latest on kpi_values.period_start = latest.period_start
    where kpi_values.scope_type = 'company' and kpi_values.status in ('missed', 'near') and not kpi_values.is_pilot
),

-- By the company's target, as it is the company's gap. Where teams add up to the company: in units of the numerator, so
-- that a large team a little behind can weigh more than a small one far behind. Where they do not: in the KPI's unit.
teams as (
    select
        teams.kpi_id,
        teams.scope_id as team_id,
        teams.period_start,
        teams.status,
        teams.value,
        teams.sample_size,
        company_behind.adds_up,
        company_behind.wrong_side * case
            when company_behind.adds_up
                then company_behind.target * teams.denominator - teams.numerator * company_behind.scale
            else company_behind.target - teams.value
        end as behind_by
    from company_behind
    inner join kpi_values as teams
        on company_behind.kpi_id = teams.kpi_id
        and company_behind.period_start = teams.period_start
        and teams.scope_type = 'team'
),

teams_behind as (
    select * from teams
    where behind_by > 0 and (adds_up or sample_size >= {{ var('minimum_sample') }})
)

select
    kpi_id,
    team_id,
    period_start,
    case when adds_up then 'contribution' else 'worst_value' end as basis,
    status,
    -- Work without a team weighs as much as any, but is no team that could act: it comes last. Ties, with what the
    -- arithmetic leaves of them: by the team's id.
    cast(row_number() over (
        partition by kpi_id
        order by case when team_id = 'unknown' then 1 else 0 end, round(behind_by, 9) desc, team_id
    ) as bigint) as place,
    value,
    sample_size,
    behind_by,
    case when adds_up then behind_by / sum(behind_by) over (partition by kpi_id) end as share
from teams_behind
