-- Grain: one row per landed service, whatever becomes of it.
{{ staged('services') }}
