-- Grain: one row per landed customer, whatever becomes of it.
{{ staged('customers') }}
