-- Where those who came are from: the district, its associations, outside.
--
-- One row per level and named place outside, most attendances first within a level.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- level  municipality, association, district, outside or unknown
-- place_name  association or place outside; null for the other levels
-- attendances  attendances
-- people  different people among them, as far as the lists name them
-- share  of all attendances of the period, 0 to 1
with attended as (
    select * from counted_attendance where in_period(held_on, $from_date, $to_date)
),
counted as (
    select
        attended.level,
        coalesce(association.name, attended.outside_name) as name,
        count(*) as n_attendances,
        count(distinct person_key) as n_people
    from attended
    left join association using (association_id)
    group by attended.level, coalesce(association.name, attended.outside_name)
)
select
    level,
    name as place_name,
    n_attendances as attendances,
    n_people as people,
    n_attendances / sum(n_attendances) over () as share
from counted
order by
    array_position(['municipality', 'association', 'district', 'outside', 'unknown'], level),
    n_attendances desc,
    place_name collate de
