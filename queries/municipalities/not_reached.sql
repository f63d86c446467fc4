-- Municipalities that nobody came from, and since when.
--
-- One row per municipality without an attendance in the period, longest absence first. Empty
-- without any attendance list.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- association_name  Verbandsgemeinde it belongs to; null if none
-- last_event  number and series of the last event that somebody came to; null if never
-- last_held_on  its date; null if never or unknown
-- dialogues_since  held events with a list since then, up to the end of the period
with lists as (
    select distinct held_events.*
    from held_events
    inner join counted_attendance using (event_id)
    where coalesce(held_events.held_on, held_events.sort_on) <= $to_date
),
numbered as (
    select
        event_id,
        short_title,
        held_on,
        in_period(held_on, $from_date, $to_date) as is_in_period,
        row_number() over (order by sort_on, number_order nulls last, event_id) as place
    from lists
),
visits as (
    select distinct counted_attendance.ags, numbered.*
    from counted_attendance
    inner join numbered using (event_id)
    where counted_attendance.level = 'municipality'
),
last_visit as (
    select ags, max_by(short_title, place) as title, arg_max_null(held_on, place) as day,
        max(place) as last_place, bool_or(is_in_period) as is_reached
    from visits
    group by ags
)
select
    municipality.ags,
    municipality.name as municipality_name,
    association.name as association_name,
    last_visit.title as last_event,
    last_visit.day as last_held_on,
    (select count(*) from numbered where place > coalesce(last_place, 0)) as dialogues_since
from municipality
left join association using (association_id)
left join last_visit on last_visit.ags = municipality.ags
where not coalesce(is_reached, false)
    and exists (select 1 from numbered where is_in_period)
order by last_place nulls first, municipality_name collate de
