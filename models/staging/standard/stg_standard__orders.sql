-- Grain: one row per landed order, whatever becomes of it.
{{ staged('orders') }}
