-- Grain: one row per landed posting, whatever becomes of it.
{{ staged('service_finances') }}
