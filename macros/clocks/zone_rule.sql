{# What a time zone asks of the SQL, worked out once when the SQL is written:
   fixed_from: the year since which the zone keeps one offset (none: it changes its clocks), offset_seconds: that
   offset, shifts: by how many seconds its clocks jump. A fixed zone costs one subtraction a value, any other goes
   through the engine's time zone tables at about thirty times that. Worked out once a zone: `graph` is what all models of
   a run share. #}
{% macro zone_rule(zone) %}
    {%- if not execute -%}{{ return({'name': zone, 'shifts': [], 'offset_seconds': 0, 'fixed_from': 1970}) }}{%- endif -%}
    {%- set known = graph.setdefault('zone_rules', {}) -%}
    {%- if zone not in known -%}{%- do known.update({zone: worked_out_zone_rule(zone)}) -%}{%- endif -%}
    {{ return(known[zone]) }}
{% endmacro %}

{% macro worked_out_zone_rule(zone) %}
    {%- set tz = modules.pytz.timezone(zone) -%}
    {%- set found = namespace(fixed_from=1970, last=none) -%}
    {%- set shifts = [] -%}
    {%- for month in range(1970 * 12, 2038 * 12) -%}
        {%- set offset = tz.utcoffset(modules.datetime.datetime(month // 12, month % 12 + 1, 2, 12)).total_seconds() | int -%}
        {%- if found.last is not none and offset != found.last -%}
            {%- set found.fixed_from = month // 12 + 1 -%}
            {%- set shift = (offset - found.last) | abs -%}
            {%- if shift not in shifts and shift <= 7200 -%}{%- do shifts.append(shift) -%}{%- endif -%}
        {%- endif -%}
        {%- set found.last = offset -%}
    {%- endfor -%}
    {{ return({
        'name': zone, 'shifts': shifts, 'offset_seconds': found.last,
        'fixed_from': found.fixed_from if found.fixed_from < 2035 else none,
    }) }}
{% endmacro %}
