-- Grain: one row per measure taken, in the year before the end of the data, on a KPI that customers are shown. Its heading
-- is left out where it names somebody, a team or an amount, and everywhere where no name was landed to look for.
{%- set currency = 'cny|rmb|usd|eur|gbp|hkd|jpy|yuan|dollar|pound' %}
{%- set before = currency ~ '|[¥￥$€£]|人民币|预算|经费|费用|成本|奖金|budget|cost|spen[dt]' %}
{%- set number = '[0-9０-９一二两三四五六七八九十百千]' %}
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
    union
    -- Where no export of agents is there, calls and requests name them.
    select scope_id from {{ ref('fct_kpi_values') }} where scope_type in ('agent', 'team') and length(scope_id) > 1
),

named as (
    select distinct measures.action_id
    from measures
    {%- if var('agent_names') == 'keep' %}
    inner join names on instr(lower(measures.title), lower(names.name)) > 0
    {%- endif %}
)

select
    measures.action_id,
    measures.kpi_id,
    case
        when
            named.action_id is null
            and regexp_extract(
                lower(measures.title),
                '{{ number }}[0-9０-９,.，．十百千km ]*(元|圆|块|万|亿|{{ currency }})|({{ before }})[^0-9０-９]{0,9}[0-9０-９]',
                0
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
