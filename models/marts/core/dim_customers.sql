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
    -- Without the dates: from the day a member joined, open-ended. Null: never a member.
    coalesce(member_from_on, case when is_member then coalesce(joined_on, date '1900-01-01') end) as member_from_day,
    coalesce(member_to_on, date '9999-12-31') as member_to_day,
    source_name,
    source_file,
    source_row
from customers
