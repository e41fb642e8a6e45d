-- Grain: one row per landed event of a request, whatever becomes of it.
{{ staged('request_events') }}
