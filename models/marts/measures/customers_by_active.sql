-- Grain: one row per period and scope. Customers of the period before and whether they came back, by the scope they had
-- then: counted afresh at each period and scope. Setting retention_counts: activity, or contracts.
{%- if var('retention_counts') == 'contract' %}
{%- set scopes = ['company', 'region', 'customer_segment'] %}
with customers as (
    select * from {{ ref('dim_customers') }}
),

periods as (
    select * from {{ ref('period_spans') }}
    where period_grain in ('month', 'quarter', 'year')
),

cohorts as (
    select
        periods.period_grain,
        periods.period_start,
        kept.scope_type,
        {{ scope_member('customers', 'kept.scope_type', only=scopes) }} as scope_id,
        customers.customer_id,
        coalesce(customers.closed_on > periods.last_day, true) as is_retained
    from customers
    inner join periods
        on coalesce(customers.joined_on < periods.period_start, true)
        and coalesce(customers.closed_on >= periods.period_start, true)
    inner join {{ ref('reporting_scopes') }} as kept
        on periods.period_grain = kept.period_grain
        and kept.scope_type in ('{{ scopes | join("', '") }}')
)
{%- else %}
{%- set scopes = ['company', 'service', 'region', 'customer_segment'] %}
{%- call partitioned_by(period_key()) %}
    {{ with_period_before(periods_of([
        days_of(ref('fct_service_requests'), 'created_on', 'created_on'),
        'select ordered_on as day, bit_xor(' ~ content_of(ref('fct_orders'), 'orders') ~ ') as content from '
            ~ ref('fct_orders') ~ ' as orders group by ordered_on',
    ])) }}
{%- endcall %}
{%- set days = period_days_with_those_before() %}
with activity as (
    select
        customer_id,
        created_on as active_on,
        service_id,
        region,
        customer_segment
    from {{ ref('fct_service_requests') }}
    where not is_duplicate and customer_id is not null and created_on in (select known.day from {{ days }} as known)
    union all
    select
        customer_id,
        ordered_on as active_on,
        service_id,
        region,
        customer_segment
    from {{ ref('fct_orders') }}
    where not is_cancelled and ordered_on in (select known.day from {{ days }} as known)
),

{{ visits('activity', 'active_on', 'customer_id', scopes, ['month', 'quarter', 'year'], days) }},

-- In whatever scope: the company may be kept by fewer grains than its regions.
active_customers as (
    select distinct
        period_grain,
        period_start,
        customer_id
    from visits
),

periods as (
    select * from {{ ref('dim_periods') }}
    where {{ is_touched(period_key()) }}
),

cohorts as (
    select
        periods.period_grain,
        periods.period_start,
        visits.scope_type,
        visits.scope_id,
        visits.customer_id,
        active_again.customer_id is not null as is_retained
    from visits
    inner join periods
        on visits.period_grain = periods.period_grain
        and visits.period_start = periods.previous_period_start
    left join active_customers as active_again
        on periods.period_grain = active_again.period_grain
        and periods.period_start = active_again.period_start
        and visits.customer_id = active_again.customer_id
)
{%- endif %}

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as customers_before,
    count(*) filter (where is_retained) as customers_retained,
    count(*) filter (where not is_retained) as customers_lost
from cohorts
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
