-- How far the attendances concentrate on few organisations, without their names.
--
-- One row per step: the organisations with most attendances, 1, 3, 6, 10 … of them, fewest first;
-- the last row holds all. Two steps differ by three organisations at least, so that no single one
-- can be had from them, except for the one with most. Attendances without an organisation are left
-- out.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- organisations  how many, those with most attendances first
-- attendances  attendances of these together
-- share  of all attendances with an organisation, 0 to 1
-- organisations_for_half  so few organisations make half of them; the same in every row
-- without_organisation  attendances of the period without an organisation; the same in every row
with attended as (
    select
        organisation_id
    from counted_attendance
    where in_period(held_on, $from_date, $to_date)
),
counted as (
    select organisation_id, count(*) as n_attendances
    from attended
    where organisation_id is not null
    group by organisation_id
),
ranked as (
    select
        row_number() over (order by n_attendances desc, organisation_id) as place,
        sum(n_attendances) over (order by n_attendances desc, organisation_id) as n_so_far,
        sum(n_attendances) over () as n_whole,
        count(*) over () as n_organisations
    from counted
),
half as (
    select min(place) as n_half from ranked where n_so_far * 2 >= n_whole
),
steps as (
    select unnest([1, 3, 6, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000]) as step
)
select
    place as organisations,
    n_so_far::bigint as attendances,
    (n_so_far / n_whole)::double as share,
    n_half as organisations_for_half,
    (select count(*) from attended where organisation_id is null) as without_organisation
from ranked
cross join half
where place = n_organisations
    or (place in (select step from steps) and n_organisations - place >= 3)
order by organisations
