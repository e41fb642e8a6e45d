-- Grain: one row per period and scope. Clocks of service levels that are due, dated by the day of the breach moment.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_sla_clocks'), 'breach_on', 'request_created_on')]) }}
{%- endcall %}
with clocks as (
    select * from {{ ref('fct_sla_clocks') }}
    where is_due and not is_withdrawn and {{ in_touched_days('breach_on') }}
),

daily as (
    select
        {{ day_and_scopes('breach_on') }},
        {%- for target in ['first_response', 'resolution', 'next_reply'] %}
        count(*) filter (where target = '{{ target }}' and is_judged) as {{ target }}_clocks,
        count(*) filter (where target = '{{ target }}' and is_judged and is_met) as {{ target }}_clocks_met,
        {%- endfor %}
        -- Of the same clocks: whether even the resolution came within the time for the response.
        count(*) filter (where target = 'first_response' and is_judged and is_resolution_judged) as response_windows,
        count(*) filter (
            where target = 'first_response' and is_judged and is_resolution_judged and is_resolved_in_response_time
        ) as response_windows_met
    from clocks
    group by {{ each_day_and_scope_set('breach_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'first_response_clocks', 'first_response_clocks_met', 'resolution_clocks', 'resolution_clocks_met',
        'next_reply_clocks', 'next_reply_clocks_met', 'response_windows', 'response_windows_met',
    ],
) }}
