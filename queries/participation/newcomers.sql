-- Who came for the first time and who had come before.
--
-- One row per held event with a list, oldest first. "Before" looks at the whole series, not only at
-- the period; people whom a list does not name can be neither.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- first_time  persons who came for the first time
-- returning_people  persons who had come to an earlier event
-- not_told  attendances without a name, of which nobody knows
with placed as (
    select
        event_id,
        short_title,
        title,
        held_on,
        row_number() over (order by sort_on, number_order nulls last, event_id) as place
    from held_events
),
visits as (
    select counted_attendance.event_id, counted_attendance.person_key, placed.place
    from counted_attendance
    inner join placed using (event_id)
),
first_visit as (
    select person_key, min(place) as first_place
    from visits
    where person_key is not null
    group by person_key
),
counted as (
    select
        visits.event_id,
        count(*) filter (where visits.place = first_place) as n_first,
        count(*) filter (where visits.place > first_place) as n_returning,
        count(*) filter (where visits.person_key is null) as n_not_told
    from visits
    left join first_visit using (person_key)
    group by visits.event_id
)
select
    placed.event_id,
    placed.short_title,
    placed.title,
    placed.held_on,
    n_first as first_time,
    n_returning as returning_people,
    n_not_told as not_told
from counted
inner join placed using (event_id)
where in_period(placed.held_on, $from_date, $to_date)
order by placed.place
