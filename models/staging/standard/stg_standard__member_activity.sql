-- Grain: one row per landed points movement, whatever becomes of it.
{{ staged('member_activity') }}
