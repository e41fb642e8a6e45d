-- Grain: one row per customer. Names, telephone numbers and addresses stay behind in staging.
with customers as (
    {{ standing_rows('customers') }}
)

select
    customer_id,
    coalesce(segment, 'unknown') as customer_segment,
    coalesce(region, 'unknown') as region,
    member_tier,
    is_member,
    joined_on,
    closed_on,
    member_from_on,
    member_to_on,
    source_name,
    source_file,
    source_row
from customers
