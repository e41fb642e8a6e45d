-- Grain: one row per period and scope. First resolutions whose window is over, dated by the day it ended.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_first_resolutions'), 'window_ended_on', 'first_resolved_on')]) }}
{%- endcall %}
with resolutions as (
    select * from {{ ref('fct_first_resolutions') }}
    where is_window_over and {{ in_touched_days('window_ended_on') }}
),

daily as (
    select
        {{ day_and_scopes('window_ended_on') }},
        count(*) as first_resolutions,
        count(*) filter (where is_reopened) as first_resolutions_reopened,
        count(*) filter (where is_reopened or is_redone) as first_resolutions_reworked,
        count(*) filter (where is_resolved_at_first_contact) as first_contact_resolutions,
        -- Of request types that can be resolved at first contact.
        count(*) filter (where is_first_contact_resolvable) as first_resolutions_resolvable,
        count(*) filter (where is_first_contact_resolvable and is_resolved_at_first_contact)
            as first_contact_resolutions_resolvable
    from resolutions
    group by {{ each_day_and_scope_set('window_ended_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'first_resolutions', 'first_resolutions_reopened', 'first_resolutions_reworked', 'first_contact_resolutions',
        'first_resolutions_resolvable', 'first_contact_resolutions_resolvable',
    ],
) }}
