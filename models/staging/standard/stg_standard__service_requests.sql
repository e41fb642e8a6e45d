-- Grain: one row per landed service request, whatever becomes of it.
{{ staged('service_requests') }}
