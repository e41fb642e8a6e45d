-- Grain: one row per measure taken, in the year before the end of the data, on a KPI that customers are shown. Its heading
-- is left out where it names somebody, a team or an amount.
with measures as (
    select actions.*
    from {{ ref('fct_improvement_actions') }} as actions
    inner join {{ ref('scorecard_customers') }} as customers on actions.kpi_id = customers.kpi_id
),

last_day as (
    select max(period_start) as last_day
    from {{ ref('dim_periods') }}
    where period_grain = 'day' and is_complete
),

states as (
    select * from {{ ref('dim_agent_states') }}
),

-- A name of one character would be found in any heading.
names as (
    select agent_id as name from states
    union
    select agent_name from states where length(agent_name) > 1
    union
    select team_id from states where length(team_id) > 1
    union
    select team_name from states where length(team_name) > 1
),

named as (
    select distinct measures.action_id
    from measures
    inner join names on instr(measures.title, names.name) > 0
)

select
    measures.action_id,
    measures.kpi_id,
    case
        when
            named.action_id is null
            and regexp_extract(
                measures.title, '[0-9][0-9,. ]*(元|万|亿|CNY|RMB|USD|EUR)|(CNY|RMB|USD|EUR|[¥￥$€£]) *[0-9]', 0
            ) = ''
            then measures.title
    end as measure,
    measures.started_on,
    case when measures.completed_on <= last_day.last_day then measures.completed_on end as completed_on
from measures
cross join last_day
left join named on measures.action_id = named.action_id
where
    measures.started_on <= last_day.last_day
    and measures.started_on > cast(last_day.last_day - interval '1' year as date)
