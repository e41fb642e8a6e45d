-- Grain: one row per published table but those that judge the others: its rows, keys and figures, counted.
-- No number (nan) is larger than any number, so one comparison finds both kinds of what is not finite.
{%- set kpi_cell = ['kpi_id', 'period_grain', 'period_start', 'scope_type', 'scope_id'] %}
{%- set keys = {
    'ahp_weights': ['index_id', 'valid_from', 'parent', 'item'],
    'customer_measures': ['action_id'],
    'customer_profiles': ['customer_key'],
    'dim_agents': ['agent_id'],
    'dim_kpi': ['kpi_id'],
    'dim_periods': ['period_grain', 'period_start'],
    'dim_services': ['service_id'],
    'dq_reconciliation': ['entity', 'source_name', 'source_file'],
    'fct_kpi_values': kpi_cell,
    'first_published_value': kpi_cell,
    'framework_scorecard': ['framework', 'position', 'kpi_id', 'period_grain'],
    'index_parts_values': ['index_id', 'period_grain', 'period_start', 'scope_type', 'scope_id', 'part', 'kpi_id'],
    'kpi_benchmarks': ['kpi_id', 'scope_type', 'position', 'valid_from'],
    'kpi_levers': ['kpi_id', 'position'],
    'kpi_plan': ['kpi_id', 'audience', 'valid_from'],
    'kpi_restatements': kpi_cell + ['now_run_id', 'is_withheld'],
    'kpi_scopes': ['kpi_id', 'scope_type', 'period_grain'],
    'publishing_holds': ['kind', 'place'],
    'recognition_list': ['kpi_id', 'period_grain', 'scope_type', 'scope_id'],
    'rejected_rows': ['entity', 'source_name', 'source_file', 'source_row'],
    'scorecard_agent': ['scope_id', 'kpi_id', 'period_grain'],
    'scorecard_company': ['scope_id', 'kpi_id', 'period_grain'],
    'scorecard_customers': ['kpi_id'],
    'scorecard_findings': ['kpi_id'],
    'scorecard_ranks': ['kpi_id', 'period_grain', 'scope_type', 'scope_id'],
    'scorecard_team': ['scope_id', 'kpi_id', 'period_grain'],
    'scorecard_team_gaps': ['kpi_id', 'team_id'],
} %}
{%- for table, key in keys.items() %}
{%- set columns = graph.nodes['model.' ~ project_name ~ '.' ~ table].columns.values() | list if execute else [] %}
{%- set figures = columns | selectattr('data_type', 'equalto', 'double') | map(attribute='name') | list %}
select
    '{{ table }}' as table_name,
    count(*) as table_rows,
    count(*) filter (where {{ key | join(' is null or ') }} is null) as rows_without_key,
    count(distinct {{ digest(key) }}) as different_keys,
    {%- for column in figures %}
    {{ '+ ' if not loop.first }}count(*) filter (where abs({{ column }}) > 1e308)
    {%- else %}
    0
    {%- endfor %} as figures_not_finite,
    {{ 'count(' ~ figures | join(') + count(') ~ ')' if figures else 0 }} as figures,
    {%- if table in ('fct_kpi_values', 'scorecard_company', 'framework_scorecard') %}
    count(distinct kpi_id) as kpis,
    count(distinct case when value is not null then kpi_id end) as kpis_with_a_figure
    {%- else %}
    null as kpis,
    null as kpis_with_a_figure
    {%- endif %}
from {{ ref(table) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
