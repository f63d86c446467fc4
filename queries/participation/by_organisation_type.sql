-- Which kinds of organisations those who came belong to.
--
-- One row per organisation type that occurs, most attendances first, unknown last.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- organisation_type  key, as at the time of the event
-- attendances  attendances
-- people  different people among them, as far as the lists name them
-- organisations  different organisations among them; null for private persons
-- share  of all attendances of the period, 0 to 1
with counted as (
    select
        organisation_type,
        count(*) as n_attendances,
        count(distinct person_key) as n_people,
        if(organisation_type = 'citizen', null, count(distinct organisation_id)) as n_organisations
    from counted_attendance
    where in_period(held_on, $from_date, $to_date)
    group by organisation_type
)
select
    organisation_type,
    n_attendances as attendances,
    n_people as people,
    n_organisations as organisations,
    n_attendances / sum(n_attendances) over () as share
from counted
order by organisation_type in ('unknown', 'other'), n_attendances desc, organisation_type
