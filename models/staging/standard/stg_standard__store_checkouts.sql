-- Grain: one row per landed checkout, whatever becomes of it.
{{ staged('store_checkouts') }}
