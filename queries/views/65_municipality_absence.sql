-- Since when a municipality has not been represented: its last dialogue up to the end of a period
-- and how many dialogues with a list there were since then.
--
-- One row per municipality; none at all without an attendance list up to the end of the period.
-- is_reached: somebody came within the period. An event without a date counts where its number
-- says; last_place: its place in that order, null: never.
create or replace macro municipality_absence(from_date, to_date) as table
with lists as (
    select distinct held_events.*
    from held_events
    inner join counted_attendance using (event_id)
    where coalesce(held_events.held_on, held_events.sort_on) <= to_date
),
numbered as (
    select
        event_id,
        short_title,
        held_on,
        in_period(held_on, from_date, to_date) as is_in_period,
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
        max(place) as last_place, bool_or(is_in_period) as is_reached, count(*) as n_visits
    from visits
    group by ags
),
listed as (
    select max(place) as n_lists, coalesce(bool_or(is_in_period), false) as is_listed
    from numbered
)
select
    municipality.ags,
    municipality.name as municipality_name,
    association.name as association_name,
    last_visit.title as last_event,
    last_visit.day as last_held_on,
    last_visit.last_place,
    coalesce(is_reached, false) as is_reached,
    is_listed,
    n_lists,
    coalesce(n_visits, 0) as n_visits,
    n_lists - coalesce(last_place, 0) as dialogues_since
from municipality
left join association using (association_id)
left join last_visit on last_visit.ags = municipality.ags
cross join listed
where n_lists > 0
