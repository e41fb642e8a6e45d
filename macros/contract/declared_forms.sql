{# Numbers, dates and durations as people write them, where the company declares the form of a column (`form` in the
   source's YAML, `forms` in the settings; docs/landing.md lists the forms). A declared column is rewritten into the
   contract's own writing before anything reads it; what does not fit becomes the sentence `not written as <form>`,
   which no type can read and judge() gives as the reason. Nothing is guessed: one form, one reading. #}

{# A table of a source as a query, its declared columns rewritten. Without a declaration it is the source itself. #}
{% macro source_as_declared(source_name, table) %}
    {%- set relation = source(source_name, table) -%}
    {%- set forms = var('source_forms').get(source_name, {}).get(table, {}) if execute else {} -%}
    {%- if not forms -%}
    select * from {{ relation }}
    {%- else -%}
    {%- set declared = graph.sources.values() | selectattr('source_name', 'equalto', source_name)
        | selectattr('name', 'equalto', table) | first %}
    select
        {%- for column in declared.columns.values() | map(attribute='name') %}
        {%- if column in forms %}
        {%- set text = adapter.quote(column ~ ' folded') %}
        case
            when {{ text }} is not null
                then coalesce({{ rewritten(text, forms[column]) }}, '{{ refusal(forms[column]) }}')
        end as {{ adapter.quote(column) }},
        {%- else %}
        {{ adapter.quote(column) }},
        {%- endif %}
        {%- endfor %}
        _problem,
        _file,
        _row,
        _line
    from (
        select
            source.*
            {%- for column in forms %},
            {{ folded(adapter.quote(column)) }} as {{ adapter.quote(column ~ ' folded') }}
            {%- endfor %}
        from {{ relation }} as source
    ) as folded
    {%- endif -%}
{% endmacro %}

{% macro refusal(form) -%}not written as {{ form }}{%- endmacro %}

{# Why a value could not be read: that it does not fit the form of its source, where it is declared, else what the type
   says. `text` is what parse_columns() kept beside the value. #}
{% macro unread_because(text, unreadable, source_name) -%}
    {%- set forms = [] -%}
    {%- for columns in var('source_forms').get(source_name, {}).values() -%}
        {%- for form in columns.values() if form not in forms -%}{%- do forms.append(form) -%}{%- endfor -%}
    {%- endfor -%}
    {%- if forms -%}
    case
        when {{ text }} in ({% for form in forms %}'{{ refusal(form) }}'{{ ', ' if not loop.last }}{% endfor %})
            then {{ text }}
        else '{{ unreadable }}'
    end
    {%- else -%}
    '{{ unreadable }}'
    {%- endif -%}
{%- endmacro %}

{# A trimmed text in small letters, with full-width signs, no-break spaces and the long minus as the plain ones. #}
{% macro folded(text) -%}
    {%- set wide = '０１２３４５６７８９．，％（）－−＋：／￥\u3000\u00a0\u202f' -%}
    lower(translate({{ trimmed(text) }}, '{{ wide }}', '0123456789.,%()--+:/¥   '))
{%- endmacro %}

{# A folded text in the contract's own writing; null where it does not have the form. #}
{% macro rewritten(text, form) -%}
    {%- if '234' in form -%}{{ plain_number(text, form) }}
    {%- elif form in ('h:mm:ss', 'h:mm', 'm:ss', 'h时m分s秒') -%}{{ plain_duration(text, form) }}
    {%- elif form.startswith('serial') -%}{{ iso_of_serial(text, form) }}
    {%- else -%}{{ iso_moment(text, form) }}
    {%- endif -%}
{%- endmacro %}

{# 1,234.56 and what may stand around it. Percent, 万 and 亿 become an exponent, so that no digit is lost. #}
{% macro plain_number(text, form) -%}
    {%- set point, group = (',', '.') if '.234,' in form else ('.', ',' if ',234' in form else '') -%}
    {%- set digits = '([0-9]{1,3}([' ~ group ~ '][0-9]{3})+|[0-9]+)' if group else '[0-9]+' -%}
    {%- set unit = ' ?%' if '%' in form else '( ?(万亿|万|亿))?' if '万' in form else '' -%}
    {%- set number = digits ~ '([' ~ point ~ '][0-9]+)?' ~ unit -%}
    {%- set shapes = ['[-+]?' ~ number] -%}
    {%- for sign in '¥$€£元' if sign in form -%}
        {%- do shapes.extend(['[-+]?[' ~ sign ~ '] ?' ~ number, '[' ~ sign ~ '] ?[-+]?' ~ number]) -%}
        {%- do shapes.append('[-+]?' ~ number ~ ' ?[' ~ sign ~ ']') -%}
    {%- endfor -%}
    {%- if '(' in form -%}
        {%- for shape in shapes | list -%}
            {%- do shapes.append('[(]' ~ shape | replace('[-+]?', '') ~ '[)]') -%}
        {%- endfor -%}
    {%- endif -%}
    case
        when {{ matches(text, '^(' ~ shapes | join('|') ~ ')$') }}
            then case when {{ text }} like '%-%' or {{ text }} like '(%' then '-' else '' end
                || replace(replace(regexp_extract({{ text }}, '[0-9][0-9.,]*', 0), '{{ group or ' ' }}', ''), ',', '.')
                {%- if '%' in form %} || 'e-2'
                {%- elif '万' in form %}
                || case
                    when {{ text }} like '%万亿%' then 'e12'
                    when {{ text }} like '%亿%' then 'e8'
                    when {{ text }} like '%万%' then 'e4'
                    else ''
                end
                {%- endif %}
    end
{%- endmacro %}

{# A duration in seconds. Only its first part may exceed 59. #}
{% macro plain_duration(text, form) -%}
    {%- set second = '[0-5]?[0-9]([.][0-9]+)?秒' -%}
    {%- set patterns = {
        'h:mm:ss': '[0-9]+:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?',
        'h:mm': '[0-9]+:[0-5][0-9]',
        'm:ss': '[0-9]+:[0-5][0-9]([.][0-9]+)?',
        'h时m分s秒': '([0-9]+小?时([0-5]?[0-9]分钟?)?(' ~ second ~ ')?|[0-9]+分钟?(' ~ second ~ ')?|[0-9]+([.][0-9]+)?秒)',
    } -%}
    {%- set parts = {
        'h:mm:ss': {'^([0-9]+):': 3600, '^[0-9]+:([0-9]+)': 60, ':([0-9.]+)$': 1},
        'h:mm': {'^([0-9]+):': 3600, ':([0-9]+)$': 60},
        'm:ss': {'^([0-9]+):': 60, ':([0-9.]+)$': 1},
        'h时m分s秒': {'([0-9]+)小?时': 3600, '([0-9]+)分': 60, '([0-9.]+)秒': 1},
    } -%}
    case
        when {{ matches(text, '^' ~ patterns[form] ~ '$') }}
            then cast(
                {%- for part, seconds in parts[form].items() %}
                coalesce(try_cast(nullif(regexp_extract({{ text }}, '{{ part }}', 1), '') as double), 0) * {{ seconds }}
                {{- ' +' if not loop.last }}
                {%- endfor %}
                as {{ dbt.type_string() }})
    end
{%- endmacro %}

{# The days that a spreadsheet counts, from its 1 March 1900 (before, it counts a day that never was) to 2099; a
   fraction is the clock, to the second. #}
{% macro iso_of_serial(text, form) -%}
    {%- set epoch = 24107 if form == 'serial1904' else 25569 -%}
    case
        when not {{ matches(text, '^[0-9]{1,5}([.][0-9]+)?$') }} then null
        when cast({{ text }} as double) < {{ 0 if form == 'serial1904' else 61 }}
            or cast({{ text }} as double) >= {{ epoch + 47482 }} then null
        when {{ text }} like '%.%'
            then cast(
                timestamp '1970-01-01 00:00:00'
                + round((cast({{ text }} as double) - {{ epoch }}) * 86400) * interval '1' second
                as {{ dbt.type_string() }})
        else cast(date '1970-01-01' + (cast({{ text }} as integer) - {{ epoch }}) as {{ dbt.type_string() }})
    end
{%- endmacro %}

{# A date by the order of its parts, with or without a clock. #}
{% macro iso_moment(text, form) -%}
    {%- set order, hours = form | replace(' 12h', ''), 12 if form.endswith(' 12h') else 24 -%}
    {%- set year = '[0-9]{2}' if 'yy' in order else '[0-9]{4}' -%}
    {%- set month, day = '(0?[1-9]|1[0-2])', '(0?[1-9]|[12][0-9]|3[01])' -%}
    {%- set names = 'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?'
        ~ '|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?' -%}
    {%- if order == 'ymd' -%}
        {%- set date = '[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])' -%}
    {%- elif order == 'y年m月d日' -%}
        {%- set date = year ~ ' ?年 ?' ~ month ~ ' ?月 ?' ~ day ~ ' ?[日号]' -%}
    {%- elif 'mon' in order -%}
        {%- set date = day ~ '(-(' ~ names ~ ')-|/(' ~ names ~ ')/| (' ~ names ~ ') )' ~ year -%}
    {%- else -%}
        {%- set parts = [] -%}
        {%- for letter in order.split('/') -%}
            {%- do parts.append({'y': year, 'yy': year, 'm': month, 'd': day}[letter]) -%}
        {%- endfor -%}
        {%- set date = parts[0] ~ '(/' ~ parts[1] ~ '/|-' ~ parts[1] ~ '-|[.]' ~ parts[1] ~ '[.])' ~ parts[2] -%}
    {%- endif -%}
    case
        when {{ matches(text, '^' ~ date ~ '(' ~ (' *' if '日' in order else '( +|t)') ~ clock_pattern(hours) ~ ')?$') }}
            then {{ iso_date(text, order) }} || {{ iso_clock(text, hours) }}
        {%- if order == 'ymd' and hours == 24 %}
        when {{ matches(text, '^' ~ date ~ '([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$') }}
            then {{ iso_date(text, order) }} || ' ' || substr({{ text }}, 9, 2) || ':' || substr({{ text }}, 11, 2)
                || ':' || substr({{ text }}, 13, 2)
        {%- endif %}
    end
{%- endmacro %}

{# 9:03, 9:03:20.5, 9时3分20秒; of twelve hours with its half of the day, of twenty-four up to 24:00. #}
{% macro clock_pattern(hours) -%}
    {%- set minutes = '(:[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?|[时点]([0-5]?[0-9]分([0-5]?[0-9]秒)?)?)' -%}
    {%- if hours == 12 -%}
        {%- set clock = '(0?[1-9]|1[0-2])' ~ minutes -%}
        ((上午|下午|am|pm) ?{{ clock }}|{{ clock }} ?(am|pm))
    {%- else -%}
        (([01]?[0-9]|2[0-3]){{ minutes }}|24:00(:00)?)
    {%- endif -%}
{%- endmacro %}

{# The date of a text that has the form, year first. #}
{% macro iso_date(text, order) -%}
    {%- if order == 'ymd' -%}
    substr({{ text }}, 1, 4) || '-' || substr({{ text }}, 5, 2) || '-' || substr({{ text }}, 7, 2)
    {%- else -%}
    {%- set found = {} -%}
    {%- if 'mon' in order -%}
        {%- do found.update({'d': "regexp_extract(" ~ text ~ ", '^[0-9]+', 0)"}) -%}
        {%- do found.update({'y': "regexp_extract(" ~ text ~ ", '[a-z]+[^a-z0-9]([0-9]+)', 1)"}) -%}
        {%- set name = "regexp_extract(" ~ text ~ ", '[a-z]{3}', 0)" -%}
        {%- set place = "cast((instr('janfebmaraprmayjunjulaugsepoctnovdec', " ~ name ~ ") + 2) / 3 as integer)" -%}
        {%- do found.update({'m': "cast(" ~ place ~ " as " ~ dbt.type_string() ~ ")"}) -%}
    {%- else -%}
        {%- for letter in (order | replace('年', '/') | replace('月', '/') | replace('日', '')).split('/') -%}
            {%- set pattern = '^([0-9]+)[^0-9]+([0-9]+)[^0-9]+([0-9]+)' -%}
            {%- do found.update({letter[0]: "regexp_extract(" ~ text ~ ", '" ~ pattern ~ "', " ~ loop.index ~ ")"}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if 'yy' in order -%}case when {{ found.y }} >= '69' then '19' else '20' end || {% endif -%}
    {{ found.y }} || '-' || lpad({{ found.m }}, 2, '0') || '-' || lpad({{ found.d }}, 2, '0')
    {%- endif -%}
{%- endmacro %}

{# Its clock after a blank, or nothing. #}
{% macro iso_clock(text, hours) -%}
    {%- set hour = "regexp_extract(" ~ text ~ ", '([0-9]{1,2})[:时点]', 1)" -%}
    {%- if hours == 12 -%}
        {%- set afternoon = "(case when " ~ text ~ " like '%pm%' or " ~ text ~ " like '%下午%' then 12 else 0 end)" -%}
        {%- set hour = "cast(cast(" ~ hour ~ " as integer) % 12 + " ~ afternoon ~ " as " ~ dbt.type_string() ~ ")" -%}
    {%- endif -%}
    case
        when {{ matches(text, '[:时点]') }}
            then ' ' || lpad({{ hour }}, 2, '0')
                || ':' || lpad(regexp_extract({{ text }}, '[:时点]([0-9]{1,2})', 1), 2, '0')
                || ':' || lpad(regexp_extract({{ text }}, '[:时点][0-9]{1,2}[:分]([0-9]{1,2})', 1), 2, '0')
                || regexp_extract({{ text }}, ':[0-9]{2}([.][0-9]+)', 1)
        else ''
    end
{%- endmacro %}
