-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'complaint_handling_time',
    'complaint_rate',
]) }}
