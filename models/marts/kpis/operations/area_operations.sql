-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'customers_served',
    'customization_rate',
    'delivery_accuracy_rate',
    'delivery_on_time_rate',
    'delivery_safety_rate',
    'fault_handling_time',
    'fault_rate',
    'fault_resolution_rate',
    'mean_time_to_repair',
    'new_service_count',
    'order_error_rate',
    'preventive_maintenance_rate',
    'return_rate',
    'service_coverage_rate',
    'service_innovation_share',
]) }}
