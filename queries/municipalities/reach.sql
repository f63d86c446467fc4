-- How far the dialogues reach into each municipality.
--
-- One row per municipality of the district, by name.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- events_with_list  held events of the period whose attendance list is known
-- dialogues  of those, the ones somebody from the municipality came to
-- attendances  attendances from the municipality
-- people  different people among them, as far as the lists name them
-- population  inhabitants as counted last before the newest of the events; null without any
-- per_1000  attendances per 1,000 inhabitants; null without any event
-- district_per_1000  the same of all municipalities together; null without any event
-- dialogues_here  held events of the period that met in the municipality
-- venue_numbers  their numbers, oldest first; null if none
-- venue_titles  their numbers and series, oldest first; null if none
-- venues_unknown  held events of the period that met nobody knows where, the same in every row
with attended as (
    select * from counted_attendance where in_period(held_on, $from_date, $to_date)
),
lists as (
    select count(distinct event_id) as n_lists from attended
),
newest as (
    select event_id
    from held_events
    where event_id in (select event_id from attended)
    order by sort_on desc, number_order desc nulls last, event_id
    limit 1
),
counted as (
    select
        ags,
        count(distinct event_id) as n_dialogues,
        count(*) as n_attendances,
        count(distinct person_key) as n_people
    from attended
    where level = 'municipality'
    group by ags
),
inhabitants as (
    select ags, persons from event_population where event_id in (select event_id from newest)
),
venues as (
    select
        ags,
        count(*) as n_here,
        string_agg(number_label, ', ' order by sort_on, number_order nulls last, event_id)
            as number_labels,
        string_agg(short_title, ', ' order by sort_on, number_order nulls last, event_id)
            as short_titles
    from event_venue
    where in_period(held_on, $from_date, $to_date)
    group by ags
)
select
    municipality.ags,
    municipality.name as municipality_name,
    n_lists as events_with_list,
    coalesce(n_dialogues, 0) as dialogues,
    coalesce(n_attendances, 0) as attendances,
    coalesce(n_people, 0) as people,
    persons as population,
    coalesce(n_attendances, 0) * 1000.0 / persons as per_1000,
    (sum(n_attendances) over () * 1000.0 / sum(persons) over ())::double as district_per_1000,
    coalesce(n_here, 0) as dialogues_here,
    number_labels as venue_numbers,
    short_titles as venue_titles,
    coalesce((select n_here from venues where ags is null), 0) as venues_unknown
from municipality
cross join lists
left join counted on counted.ags = municipality.ags
left join inhabitants on inhabitants.ags = municipality.ags
left join venues on venues.ags = municipality.ags
order by municipality_name collate de
