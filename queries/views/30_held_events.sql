-- Events of the evaluated series that took place.
--
-- One row per event. A planned event counts as held once an attendance list says that people
-- came: taking that import back makes it planned again. sort_on puts an event without a known day
-- after the one that is numbered before it; it is for the order only and never shown.
create or replace view held_events as
select
    event.*,
    series.label as series_label,
    year(event.held_on) as held_year,
    concat_ws(' ', event.number_text || '.', series.label) as short_title,
    coalesce(
        event.held_on,
        (
            select max(earlier.held_on)
            from event as earlier
            where earlier.series_id = event.series_id
                and earlier.number_order < event.number_order
        ),
        date '0001-01-01'
    ) as sort_on
from event
inner join series using (series_id)
where series.evaluated
    and (
        event.status = 'held'
        or (
            event.status = 'planned'
            and exists (
                select 1
                from current_attendance
                where current_attendance.event_id = event.event_id
                    and current_attendance.status = 'attended'
            )
        )
    )
