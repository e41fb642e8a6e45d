-- Grain: one row per period and scope. Complaints, dated by the day they were submitted.
with complaints as (
    select * from {{ ref('fct_complaints') }}
),

daily as (
    select
        {{ day_and_scopes('submitted_on') }},
        count(*) as complaints,
        count(*) filter (where is_resolved) as complaints_since_resolved,
        -- Only of a known customer can one say whether it repeats another.
        count(customer_id) as complaints_of_customers,
        count(*) filter (where is_repeated) as complaints_repeated
    from complaints
    group by {{ each_day_and_scope_set('submitted_on') }}
),

{{ roll_up(
    'daily',
    counts=['complaints', 'complaints_since_resolved', 'complaints_of_customers', 'complaints_repeated'],
) }}
