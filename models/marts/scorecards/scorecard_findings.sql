-- Grain: one row per KPI: the company in its latest complete month, the KPI that most needs an act first.
with kpis as (
    select * from {{ ref('dim_kpi') }}
),

months as (
    select
        period_start,
        max(period_start) over () as latest_start
    from {{ ref('dim_periods') }}
    where period_grain = 'month' and is_complete
),

team_gaps as (
    select * from {{ ref('scorecard_team_gaps') }}
),

company_months as (
    select
        kpi_values.*,
        kpis.name_en,
        kpis.name_zh,
        kpis.area,
        kpis.unit,
        kpis.better,
        -- Below 0: worse than the target by so much.
        case kpis.better
            when 'higher' then kpi_values.value - kpi_values.target
            when 'lower' then kpi_values.target - kpi_values.value
            when 'target' then 0 - abs(kpi_values.value - {{ aim('kpi_values.value') }})
        end as target_gap
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join kpis on kpi_values.kpi_id = kpis.kpi_id
    where kpi_values.period_grain = 'month' and kpi_values.scope_type = 'company'
),

gaps as (
    select
        company_months.*,
        company_months.target_gap / nullif(abs(company_months.target), 0) as relative_gap
    from company_months
    inner join months on company_months.period_start = months.period_start
),

company as (
    select
        gaps.*,
        case gaps.better
            when 'higher' then gaps.value - gaps.previous_value
            when 'lower' then gaps.previous_value - gaps.value
            when 'target' then abs(gaps.previous_value - {{ aim('gaps.previous_value', 'gaps') }}) + gaps.target_gap
        end as improved_by,
        -- Null where there is no interval: nothing is claimed then.
        gaps.previous_value < gaps.ci_low or gaps.previous_value > gaps.ci_high as is_change_beyond_interval
    from gaps
    inner join months on gaps.period_start = months.period_start and gaps.period_start = months.latest_start
),

-- Every month of the calendar: one without a row ends a run as well as one that was not missed.
last_months_not_missed as (
    select
        company.kpi_id,
        max(months.period_start) as period_start
    from company
    cross join months
    left join gaps on company.kpi_id = gaps.kpi_id and months.period_start = gaps.period_start
    where coalesce(gaps.status, 'no_data') <> 'missed'
    group by company.kpi_id
),

months_missed_in_a_row as (
    select
        gaps.kpi_id,
        min(gaps.period_start) as missed_since,
        count(*) as months_missed,
        -- A target of 0 has no relative gap: such a month counts as missed by all of it.
        sum(coalesce(-gaps.relative_gap, 1)) as shortfall
    from gaps
    left join last_months_not_missed on gaps.kpi_id = last_months_not_missed.kpi_id
    where last_months_not_missed.period_start is null or gaps.period_start > last_months_not_missed.period_start
    group by gaps.kpi_id
),

first_teams as (
    select * from team_gaps
    where place = 1 and team_id <> 'unknown'
)

select
    company.kpi_id,
    company.period_start,
    first_teams.team_id,
    company.name_en,
    company.name_zh,
    company.area,
    company.unit,
    company.better,
    company.status,
    first_teams.basis as team_basis,
    first_teams.status as team_status,
    cast(row_number() over (
        order by
            -- What is only tried comes after all that is in force.
            case when company.is_pilot then 1 else 0 end,
            case company.status
                when 'missed' then 1
                when 'near' then 2
                when 'met' then 3
                when 'no_target' then 4
                when 'small_sample' then 5
                else 6
            end,
            coalesce(months_missed_in_a_row.shortfall, 0) desc,
            coalesce(company.relative_gap, 1e9),
            company.kpi_id
    ) as bigint) as need_rank,
    case
        when company.improved_by > 0 and not company.is_pilot
            then cast(row_number() over (
                order by
                    case when company.improved_by > 0 and not company.is_pilot then 0 else 1 end,
                    case when company.status = 'small_sample' then 1 else 0 end,
                    case when company.is_change_beyond_interval then 0 else 1 end,
                    coalesce(company.improved_by / nullif(abs(company.previous_value), 0), 1e9) desc,
                    company.kpi_id
            ) as bigint)
    end as better_rank,
    cast(coalesce(months_missed_in_a_row.months_missed, 0) as bigint) as months_missed,
    company.value,
    company.sample_size,
    company.ci_low,
    company.ci_high,
    company.previous_value,
    company.improved_by,
    company.target,
    company.target_to,
    company.benchmark,
    company.target_gap,
    company.relative_gap,
    months_missed_in_a_row.shortfall,
    first_teams.value as team_value,
    first_teams.sample_size as team_sample_size,
    first_teams.share as team_share,
    company.is_provisional,
    company.is_pilot,
    company.is_change_beyond_interval,
    months_missed_in_a_row.missed_since
from company
left join months_missed_in_a_row on company.kpi_id = months_missed_in_a_row.kpi_id
left join first_teams on company.kpi_id = first_teams.kpi_id
