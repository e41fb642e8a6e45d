-- Offends: a period and member of a scope for which a measure model has two rows, or a row that does not say for which.
{%- set measures = [
    'agents_by_assessed', 'agents_by_employed', 'assessments_by_assessed', 'assets_by_in_service',
    'audits_by_audited', 'backlog_by_change', 'backlog_by_period_end', 'calls_by_started', 'channels_by_responded',
    'checkouts_by_joined', 'closed_requests_by_window_end', 'complaints_by_accepted', 'complaints_by_answer_due',
    'complaints_by_resolved', 'complaints_by_submitted', 'completion_times_by_resolved', 'customers_by_active',
    'customers_by_created', 'finances_by_posted', 'first_resolutions_by_window_end', 'goals_by_due',
    'handling_times_by_resolved', 'handovers_by_taken_up', 'headcounts_by_period', 'invitations_by_sent',
    'members_by_active', 'orders_by_delivered', 'orders_by_promised', 'points_by_occurred',
    'purchasers_by_period_end', 'ratings_by_responded', 'recoveries_by_window_end', 'regions_by_resolved',
    'replies_by_replied', 'requests_by_accepted', 'requests_by_closed', 'requests_by_created', 'requests_by_due',
    'requests_by_first_resolved', 'requests_by_resolved', 'requests_by_responded', 'respondents_by_responded',
    'response_times_by_responded', 'services_by_launched', 'shifts_by_worked', 'sla_clocks_by_breach',
    'stockouts_by_restocked', 'tasks_by_due', 'trainings_by_scheduled', 'workloads_by_resolved',
] %}
with cells as (
    {%- for measure in measures %}
    select
        '{{ measure }}' as measure,
        period_grain,
        period_start,
        scope_type,
        scope_id,
        count(*) as copies
    from {{ ref(measure) }}
    group by
        period_grain,
        period_start,
        scope_type,
        scope_id
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from cells
where
    copies > 1
    or period_grain is null
    or period_start is null
    or scope_type is null
    or scope_id is null
