-- What kinds of organisations come from each municipality.
--
-- One row per municipality, by name, and organisation type that occurs there, most organisations
-- first, unknown last.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- organisation_type  key, as at the time of the event
-- organisations  different organisations of that type; null for private persons
-- dialogues  events that somebody of that type came to
with counted as (
    select
        ags,
        organisation_type,
        if(organisation_type = 'citizen', null, count(distinct organisation_id))
            as n_organisations,
        count(distinct event_id) as n_dialogues
    from counted_attendance
    where level = 'municipality' and in_period(held_on, $from_date, $to_date)
    group by ags, organisation_type
)
select
    municipality.ags,
    municipality.name as municipality_name,
    organisation_type,
    n_organisations as organisations,
    n_dialogues as dialogues
from counted
inner join municipality using (ags)
order by municipality_name collate de, organisation_type in ('unknown', 'other'),
    n_organisations desc, organisation_type
