-- Grain: one row per landed maintenance task, whatever becomes of it.
{{ staged('maintenance_tasks') }}
