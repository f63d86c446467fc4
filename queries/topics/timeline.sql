-- The series on a time axis: every event with its topic, and how sure its date is.
--
-- One row per event of the evaluated series that is not cancelled, oldest first. Where the day is
-- unknown it lies between earliest_on and latest_on: the announced month or year, else between the
-- events that are numbered before and after it.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- date_basis  stated, announced or unknown
-- earliest_on  date, inclusive; null if nothing is known
-- latest_on  date, inclusive; null if nothing is known
-- timeline_state  held, planned, postponed, or overdue: its day is past and nobody said what became
-- mode  in_person, online, hybrid or unknown
-- topic_label  the topic with most weight; null without a topic
-- topics  labels of all its topics, most weight first; null if none
-- is_topic_valid  whether the topic was valid then; null without a day or a topic
-- attendances  persons who came; null without an attendance list
with topic_labels as (
    select event_id, string_agg(topic.label, ', ' order by weight desc, topic.label) as labels
    from event_topic
    inner join topic using (topic_id)
    group by event_id
),
attended as (
    select event_id, count(*) as n_attended from counted_attendance group by event_id
),
spans as (
    select
        event.event_id,
        case
            when regexp_full_match(date_text, '\d{4}-(0[1-9]|1[0-2])')
                then strptime(date_text || '-01', '%Y-%m-%d')::date
            when regexp_full_match(date_text, '\d{4}')
                then strptime(date_text || '-01-01', '%Y-%m-%d')::date
        end as text_start,
        case
            when regexp_full_match(date_text, '\d{4}-(0[1-9]|1[0-2])') then last_day(text_start)
            when regexp_full_match(date_text, '\d{4}')
                then strptime(date_text || '-12-31', '%Y-%m-%d')::date
        end as text_end,
        (
            select max(other.held_on)
            from event as other
            where other.series_id = event.series_id
                and other.number_order < event.number_order
                and other.status <> 'cancelled'
        ) as after_on,
        (
            select min(other.held_on)
            from event as other
            where other.series_id = event.series_id
                and other.number_order > event.number_order
                and other.status <> 'cancelled'
        ) as before_on
    from event
),
placed as (
    select
        event.*,
        concat_ws(' ', event.number_text || '.', series.label) as numbered_title,
        coalesce(event.held_on, text_start, after_on) as first_day,
        coalesce(event.held_on, text_end, before_on) as final_day,
        held_events.event_id is not null as is_held
    from event
    inner join series using (series_id)
    inner join spans using (event_id)
    left join held_events using (event_id)
    where series.evaluated
        and event.status <> 'cancelled'
        and in_period(event.held_on, $from_date, $to_date)
)
select
    placed.event_id,
    numbered_title as short_title,
    placed.title,
    placed.held_on,
    placed.date_basis,
    first_day as earliest_on,
    final_day as latest_on,
    case
        when is_held then 'held'
        when placed.status = 'postponed' then 'postponed'
        when final_day < current_date then 'overdue'
        else 'planned'
    end as timeline_state,
    placed.mode,
    main_topic.topic_label,
    topic_labels.labels as topics,
    if(
        placed.held_on is null or main_topic.topic_id is null,
        null,
        placed.held_on between coalesce(main_topic.valid_from, placed.held_on)
            and coalesce(main_topic.valid_to, placed.held_on)
    ) as is_topic_valid,
    n_attended as attendances
from placed
left join main_topic using (event_id)
left join topic_labels using (event_id)
left join attended using (event_id)
order by first_day nulls last, placed.number_order nulls last, placed.event_id
