-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'service_delivery_timeliness',
    'service_response_speed',
    'service_response_time',
]) }}
