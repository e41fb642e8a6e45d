-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'average_reply_time',
    'follow_up_rate',
    'maximum_response_time',
    'median_response_time',
    'next_reply_sla_attainment_rate',
    'p90_response_time',
    'reply_rate',
    'resolution_sla_attainment_rate',
    'resolution_within_response_window_rate',
    'response_sla_attainment_rate',
    'service_delivery_timeliness',
    'service_response_speed',
    'service_response_time',
]) }}
