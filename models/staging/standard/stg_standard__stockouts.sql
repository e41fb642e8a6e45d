-- Grain: one row per landed stockout, whatever becomes of it.
{{ staged('stockouts') }}
