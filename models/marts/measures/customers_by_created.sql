-- Grain: one row per period and scope. Customers with a request, dated by the day it was created: one is counted once a
-- period, so every period and scope is counted afresh.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'created_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and customer_id is not null and {{ in_touched_periods('created_on') }}
),

{{ visits('requests', 'created_on', 'customer_id') }}

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as customers
from visits
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
