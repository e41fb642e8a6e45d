-- Grain: one row per landed call, whatever becomes of it.
{{ staged('calls') }}
