-- Offends: an additive KPI whose teams (agents, channels, ...), `unknown` included, do not sum to the company.
with kpi_values as (
    select kpi_values.*
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join {{ ref('dim_kpi') }} as kpis on kpi_values.kpi_id = kpis.kpi_id
    where
        kpis.roll_up in ('ratio', 'sum')
        -- Teams in which too few answered are not shown: those that are cannot sum up.
        and kpis.kpi_id <> 'employee_net_promoter_score'
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
    where scope_type <> 'company'
),

companies as (
    select * from kpi_values
    where scope_type = 'company'
),

members_added as (
    select
        kpi_id,
        period_grain,
        period_start,
        scope_type,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from kpi_values
    where scope_type <> 'company'
    group by
        kpi_id,
        period_grain,
        period_start,
        scope_type
)

select
    companies.kpi_id,
    companies.period_grain,
    companies.period_start,
    kpi_scopes.scope_type,
    companies.numerator,
    members_added.numerator as members_numerator,
    companies.denominator,
    members_added.denominator as members_denominator
from companies
inner join kpi_scopes
    on companies.kpi_id = kpi_scopes.kpi_id
    and companies.period_grain = kpi_scopes.period_grain
left join members_added
    on companies.kpi_id = members_added.kpi_id
    and companies.period_grain = members_added.period_grain
    and companies.period_start = members_added.period_start
    and kpi_scopes.scope_type = members_added.scope_type
where
    -- Sums of doubles, added in another order.
    abs(coalesce(companies.numerator, 0) - coalesce(members_added.numerator, 0))
    > 1e-9 * greatest(abs(coalesce(companies.numerator, 0)), 1)
    or abs(coalesce(companies.denominator, 0) - coalesce(members_added.denominator, 0))
    > 1e-9 * greatest(abs(coalesce(companies.denominator, 0)), 1)
