-- Offends: a finding that the monthly figures do not bear out. Runs of missed months are followed here from month to
-- month, and what teams contribute is held against the company's own gap.
with recursive findings as (
    select * from {{ ref('scorecard_findings') }}
),

team_gaps as (
    select * from {{ ref('scorecard_team_gaps') }}
),

kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where period_grain = 'month'
),

periods as (
    select * from {{ ref('dim_periods') }}
    where period_grain = 'month'
),

run_back as (
    select
        kpi_id,
        period_start
    from findings
    where status = 'missed'
    union all
    select
        run_back.kpi_id,
        kpi_values.period_start
    from run_back
    inner join periods on run_back.period_start = periods.period_start
    inner join kpi_values
        on run_back.kpi_id = kpi_values.kpi_id
        and periods.previous_period_start = kpi_values.period_start
        and kpi_values.scope_type = 'company'
        and kpi_values.status = 'missed'
),

runs as (
    select
        kpi_id,
        count(*) as months_missed,
        min(period_start) as missed_since
    from run_back
    group by kpi_id
),

-- Where teams add up, those behind less those ahead are behind by what the company is. Above a band its upper end counts.
-- Of what is only tried no team is named.
missed as (
    select
        *,
        case when value > target then coalesce(target_to, target) else target end as missed_target
    from findings
    where status in ('missed', 'near') and not is_pilot
),

company_behind as (
    select
        findings.kpi_id,
        abs(findings.missed_target * company.denominator - company.numerator * kpis.scale) as company_behind_by,
        abs(sum(findings.missed_target * teams.denominator - teams.numerator * kpis.scale)) as teams_behind_by
    from missed as findings
    inner join {{ ref('dim_kpi') }} as kpis
        on findings.kpi_id = kpis.kpi_id
        and kpis.roll_up in ('ratio', 'sum')
        and kpis.denominator_words is not null
    inner join kpi_values as company
        on findings.kpi_id = company.kpi_id
        and findings.period_start = company.period_start
        and company.scope_type = 'company'
        and company.denominator > 0
    inner join kpi_values as teams
        on findings.kpi_id = teams.kpi_id
        and findings.period_start = teams.period_start
        and teams.scope_type = 'team'
    group by findings.kpi_id, findings.missed_target, company.denominator, company.numerator, kpis.scale
),

shares as (
    select
        kpi_id,
        sum(share) as share,
        sum(behind_by) as behind_by
    from team_gaps
    where basis = 'contribution'
    group by kpi_id
),

offences as (
    select findings.kpi_id, 'not the figure of fct_kpi_values' as offence
    from findings
    left join kpi_values
        on findings.kpi_id = kpi_values.kpi_id
        and findings.period_start = kpi_values.period_start
        and kpi_values.scope_type = 'company'
    where
        kpi_values.status is distinct from findings.status
        or kpi_values.value is distinct from findings.value
        or kpi_values.target is distinct from findings.target
        or kpi_values.previous_value is distinct from findings.previous_value
    union all
    select kpi_id, 'the gap has not the sign of the status' as offence
    from findings
    where (status in ('missed', 'near') and (target_gap is null or target_gap >= 0))
    union all
    select findings.kpi_id, 'months missed are not those of the calendar' as offence
    from findings
    left join runs on findings.kpi_id = runs.kpi_id
    where
        findings.months_missed <> coalesce(runs.months_missed, 0)
        or findings.missed_since is distinct from runs.missed_since
    union all
    select kpi_id, 'what the teams contribute is not what the company is behind' as offence
    from company_behind
    where abs(company_behind_by - teams_behind_by) > 1e-6 * (1 + company_behind_by)
    union all
    select company_behind.kpi_id, 'the shares are not those of a whole' as offence
    from company_behind
    left join shares on company_behind.kpi_id = shares.kpi_id
    where shares.share is null or abs(shares.share - 1) > 1e-9 or shares.behind_by < company_behind_by * (1 - 1e-9)
    union all
    select findings.kpi_id, 'another team is further behind than the one named' as offence
    from findings
    inner join team_gaps on findings.kpi_id = team_gaps.kpi_id
    inner join team_gaps as named
        on findings.kpi_id = named.kpi_id
        and findings.team_id = named.team_id
    where team_gaps.team_id <> 'unknown' and team_gaps.behind_by > named.behind_by + 1e-6
    union all
    select later.kpi_id, 'what is in force stands after what is only tried' as offence
    from findings as earlier
    inner join findings as later on earlier.need_rank < later.need_rank
    where earlier.is_pilot and not later.is_pilot
    union all
    select later.kpi_id, 'a KPI that is missed stands after one that is not' as offence
    from findings as earlier
    inner join findings as later
        on earlier.need_rank < later.need_rank
        and earlier.is_pilot = later.is_pilot
    where
        (later.status = 'missed' and earlier.status <> 'missed')
        or (later.status = 'near' and earlier.status not in ('missed', 'near'))
        or (later.status = 'missed' and earlier.shortfall < later.shortfall)
)

select * from offences
