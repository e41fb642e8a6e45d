-- Grain: one row per landed item judged in an audit, whatever becomes of it.
{{ staged('quality_audits') }}
