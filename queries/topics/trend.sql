-- Which topics come up more often, less often or no longer.
--
-- One row per topic that at least one held event of the period was about, most events first. The
-- events of the period are cut into an older and a newer half; of an odd number the middle one
-- belongs to neither.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- topic_id  key
-- topic_label  German
-- is_topic_valid  whether it is valid at the end of the period, at the latest today
-- valid_to  date, inclusive; null if it is valid without end
-- half_events  held events in each half
-- events  held events about it
-- older_events  of those in the older half
-- newer_events  of those in the newer half
-- last_event  number and series of the last of them
-- last_on  its date; null if unknown
-- dialogues_since  held events after it, up to the end of the period
-- planned_on  date of the next planned event about it; null if none
with dialogues as (
    select
        event_id,
        short_title,
        held_on,
        row_number() over (order by sort_on, number_order nulls last, event_id) as place,
        count(*) over () as n_all,
        count(*) over () // 2 as n_half
    from held_events
    where in_period(held_on, $from_date, $to_date)
),
counted as (
    select
        event_topic.topic_id,
        any_value(n_all) as n_all,
        any_value(n_half) as n_half,
        count(*) as n_events,
        count(*) filter (where place <= n_half) as n_older,
        count(*) filter (where place > n_all - n_half) as n_newer,
        max(place) as last_place,
        max_by(short_title, place) as last_title,
        arg_max_null(held_on, place) as last_day
    from dialogues
    inner join event_topic using (event_id)
    group by event_topic.topic_id
)
select
    topic.topic_id,
    topic.label as topic_label,
    least($to_date, current_date) between coalesce(topic.valid_from, date '0001-01-01')
        and coalesce(topic.valid_to, date '9999-12-31') as is_topic_valid,
    topic.valid_to,
    n_half as half_events,
    n_events as events,
    n_older as older_events,
    n_newer as newer_events,
    last_title as last_event,
    last_day as last_on,
    n_all - last_place as dialogues_since,
    next_planned.planned_on
from counted
inner join topic using (topic_id)
left join next_planned using (topic_id)
order by n_events desc, last_place desc, topic_label collate de
