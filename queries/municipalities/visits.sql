-- Which municipality was represented at which dialogue.
--
-- One row per municipality, by name, and held event, oldest first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- is_represented  whether somebody from the municipality came; null without an attendance list
-- attendances  attendances from the municipality; null without an attendance list
with events as (
    select
        *,
        exists (
            select 1 from counted_attendance where counted_attendance.event_id = held_events.event_id
        ) as has_list
    from held_events
    where in_period(held_on, $from_date, $to_date)
),
counted as (
    select event_id, ags, count(*) as n_attendances
    from counted_attendance
    where level = 'municipality'
    group by event_id, ags
)
select
    municipality.ags,
    municipality.name as municipality_name,
    events.event_id,
    events.short_title,
    events.title,
    events.held_on,
    if(has_list, n_attendances is not null, null) as is_represented,
    if(has_list, coalesce(n_attendances, 0), null) as attendances
from municipality
cross join events
left join counted on counted.ags = municipality.ags and counted.event_id = events.event_id
order by municipality_name collate de, events.sort_on, events.number_order nulls last,
    events.event_id
