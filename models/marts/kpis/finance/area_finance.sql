-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'innovation_investment_ratio',
    'maintenance_cost',
    'operating_profit_margin',
    'service_cost',
    'service_cost_ratio',
    'service_profit_margin',
    'service_revenue',
    'unit_service_cost',
]) }}
