-- Figure: share of ratings of 4 and 5, by supervisor, from the published KPI table.
select
    scope_id as supervisor,
    value as csat_top_box_rate
from scorecards.fct_kpi_values
where kpi_id = 'csat_top_box_rate' and scope_type = 'team' and period_grain = 'year'
order by csat_top_box_rate desc
