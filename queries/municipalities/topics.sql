-- Which topics somebody came for, per municipality.
--
-- One row per municipality, by name, and topic that an event with an attendance list was about,
-- most visited first. A topic that only stands on the agenda does not count.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- topic_id  key
-- topic_label  German
-- dialogues  events about the topic that somebody from the municipality came to
-- topic_dialogues  all events about the topic whose attendance list is known
with about as (
    select topic_activity.event_id, topic_activity.topic_id, topic_activity.topic_label
    from topic_activity
    where in_period(held_on, $from_date, $to_date)
        and topic_share > 0
        and event_id in (select event_id from counted_attendance)
),
counted as (
    select topic_id, topic_label, count(*) as n_events from about group by topic_id, topic_label
),
visited as (
    select counted_attendance.ags, about.topic_id, count(distinct about.event_id) as n_visited
    from about
    inner join counted_attendance using (event_id)
    where counted_attendance.level = 'municipality'
    group by counted_attendance.ags, about.topic_id
)
select
    municipality.ags,
    municipality.name as municipality_name,
    counted.topic_id,
    counted.topic_label,
    coalesce(n_visited, 0) as dialogues,
    n_events as topic_dialogues
from municipality
cross join counted
left join visited on visited.ags = municipality.ags and visited.topic_id = counted.topic_id
order by municipality_name collate de, dialogues desc, n_events desc, counted.topic_label collate de
