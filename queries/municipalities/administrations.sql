-- How far the dialogues reach into each administration.
--
-- One row per administration, by name: an association (Verbandsgemeinde) with all its members, or
-- a municipality that belongs to none.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- administration_id  key of the association, or ags
-- administration_name  German
-- events_with_list  held events of the period whose attendance list is known
-- dialogues  of those, the ones somebody from there came to, the association's own office included
-- attendances  attendances from there
-- people  different people among them, as far as the lists name them
-- population  inhabitants as counted last before the newest of the events; null without any
-- per_1000  attendances per 1,000 inhabitants; null without any event
-- dialogues_here  held events of the period that met in its area
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
members as (
    select
        municipality.ags,
        coalesce(association_id, municipality.ags) as area_id,
        coalesce(association.name, municipality.name) as area_name
    from municipality
    left join association using (association_id)
),
areas as (
    select
        area_id,
        area_name,
        sum(persons) as n_inhabitants
    from members
    left join event_population
        on event_population.ags = members.ags
        and event_population.event_id in (select event_id from newest)
    group by area_id, area_name
),
counted as (
    select
        coalesce(attended.association_id, area_id) as area_id,
        count(distinct event_id) as n_dialogues,
        count(*) as n_attendances,
        count(distinct person_key) as n_people
    from attended
    left join members on members.ags = attended.ags
    where level in ('municipality', 'association')
    group by coalesce(attended.association_id, area_id)
),
venues as (
    select
        administration_id as area_id,
        count(*) as n_here,
        string_agg(number_label, ', ' order by sort_on, number_order nulls last, event_id)
            as number_labels,
        string_agg(short_title, ', ' order by sort_on, number_order nulls last, event_id)
            as short_titles
    from event_venue
    where in_period(held_on, $from_date, $to_date)
    group by administration_id
)
select
    areas.area_id as administration_id,
    areas.area_name as administration_name,
    n_lists as events_with_list,
    coalesce(n_dialogues, 0) as dialogues,
    coalesce(n_attendances, 0) as attendances,
    coalesce(n_people, 0) as people,
    n_inhabitants::bigint as population,
    coalesce(n_attendances, 0) * 1000.0 / n_inhabitants as per_1000,
    coalesce(n_here, 0) as dialogues_here,
    number_labels as venue_numbers,
    short_titles as venue_titles,
    coalesce((select n_here from venues where area_id is null), 0) as venues_unknown
from areas
cross join lists
left join counted using (area_id)
left join venues using (area_id)
order by administration_name collate de
