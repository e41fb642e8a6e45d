-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'customer_churn_rate',
    'customer_retention_rate',
    'member_active_rate',
    'member_purchase_frequency',
    'net_promoter_score',
    'points_redemption_rate',
    'price_tolerance_rate',
    'recommendation_intent_rate',
    'repurchase_rate',
]) }}
