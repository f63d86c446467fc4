-- Which organisations come from each municipality, by name: for staff only.
--
-- One row per municipality and organisation, by name of the municipality, most dialogues first.
-- Attendances without an organisation are left out.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- organisation_name  as first written
-- organisation_type  key, as at the newest of the events
-- dialogues  events that somebody of the organisation came to from this municipality
-- attendances  attendances
-- last_event  number and series of the newest of them
-- last_held_on  its date; null if unknown
with placed as (
    select
        event_id,
        short_title,
        row_number() over (order by sort_on, number_order nulls last, event_id) as place
    from held_events
),
counted as (
    select
        counted_attendance.ags,
        organisation_id,
        max_by(organisation_type, place) as newest_type,
        count(distinct event_id) as n_dialogues,
        count(*) as n_attendances,
        max_by(short_title, place) as newest_title,
        arg_max_null(held_on, place) as newest_day
    from counted_attendance
    inner join placed using (event_id)
    where level = 'municipality'
        and organisation_id is not null
        and in_period(held_on, $from_date, $to_date)
    group by counted_attendance.ags, organisation_id
)
select
    municipality.ags,
    municipality.name as municipality_name,
    organisation.name as organisation_name,
    newest_type as organisation_type,
    n_dialogues as dialogues,
    n_attendances as attendances,
    newest_title as last_event,
    newest_day as last_held_on
from counted
inner join organisation using (organisation_id)
inner join municipality on municipality.ags = counted.ags
order by municipality_name collate de, n_dialogues desc, n_attendances desc,
    organisation_name collate de
