-- In person or online: attendances by the way people took part.
--
-- One row per way that occurs: in person, online, unknown.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- attended_mode  in_person, online or unknown: as the list says, else as the event was held
-- events  events with such attendances
-- attendances  attendances
-- share  of all attendances of the period, 0 to 1
-- per_event  attendances per event with such attendances, mean
with attended as (
    select
        counted_attendance.event_id,
        case
            when counted_attendance.mode <> 'unknown' then counted_attendance.mode
            when held_events.mode in ('in_person', 'online') then held_events.mode
            else 'unknown'
        end as way
    from counted_attendance
    inner join held_events using (event_id)
    where in_period(counted_attendance.held_on, $from_date, $to_date)
),
counted as (
    select way, count(distinct event_id) as n_events, count(*) as n_attendances
    from attended
    group by way
)
select
    way as attended_mode,
    n_events as events,
    n_attendances as attendances,
    n_attendances / sum(n_attendances) over () as share,
    n_attendances / n_events as per_event
from counted
order by array_position(['in_person', 'online', 'unknown'], way)
