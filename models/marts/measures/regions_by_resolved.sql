-- Grain: one row per period and scope. Regions in scope (seed regions_in_scope) and those in which a request was
-- completed: counted afresh at each period and scope.
{%- set scopes = ['company', 'team', 'channel', 'service', 'customer_segment'] %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and is_completed
),

periods as (
    select * from {{ ref('period_spans') }}
    where period_grain in ('month', 'quarter', 'year')
),

regions as (
    select distinct
        periods.period_grain,
        periods.period_start,
        in_scope.region
    from {{ ref('regions_in_scope') }} as in_scope
    inner join periods
        on cast(in_scope.valid_from as date) <= periods.last_day
        and cast(in_scope.valid_to as date) >= periods.first_day
),

regions_counted as (
    select
        period_grain,
        period_start,
        count(*) as regions_in_scope
    from regions
    group by
        period_grain,
        period_start
),

completed as (
    select distinct
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('requests', 'kept.scope_type', only=scopes) }} as scope_id,
        requests.region
    from requests
    inner join {{ ref('period_days') }} as period_days on requests.resolved_on = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept
        on period_days.period_grain = kept.period_grain
        and kept.scope_type in ('{{ scopes | join("', '") }}')
    where kept.period_grain in ('month', 'quarter', 'year')
    -- The company has a row where nothing was completed too: nothing is served then.
    union all
    select
        regions_counted.period_grain,
        regions_counted.period_start,
        'company' as scope_type,
        'all' as scope_id,
        cast(null as {{ dbt.type_string() }}) as region
    from regions_counted
)

select
    completed.period_grain,
    completed.period_start,
    completed.scope_type,
    completed.scope_id,
    max(regions_counted.regions_in_scope) as regions_in_scope,
    count(regions.region) as regions_served
from completed
inner join regions_counted
    on completed.period_grain = regions_counted.period_grain
    and completed.period_start = regions_counted.period_start
left join regions
    on completed.period_grain = regions.period_grain
    and completed.period_start = regions.period_start
    and completed.region = regions.region
group by
    completed.period_grain,
    completed.period_start,
    completed.scope_type,
    completed.scope_id
