-- The headline figures of a period, of the year before it and of all earlier years.
--
-- One row per figure, in the order of the screen. The whole series has no year before.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- figure_id  events, attendances, people, municipalities, organisations or response_rate
-- figure_value  number; for response_rate 0 to 1; null where nothing was collected
-- base  what the figure rests on: events, attendances or municipalities; null where nothing was
-- figure_before  the same figure in the year before the period; null without one
-- base_before  what that rests on; null without one
-- years_before  earlier calendar years that have the figure
-- lowest_before  smallest value of an earlier calendar year; null without one
-- highest_before  largest value of an earlier calendar year; null without one
-- is_over  whether the period lies wholly in the past
with earlier_years as (
    select distinct held_year as earlier_year
    from held_events
    where $from_date > date '0001-12-31' and held_year < year($from_date)
),
by_year as (
    select of_year.figure_id, of_year.figure_value
    from earlier_years,
        lateral (
            select figure_id, figure_value
            from headline_of(make_date(earlier_year, 1, 1), make_date(earlier_year, 12, 31))
        ) as of_year
),
earlier as (
    select
        figure_id,
        count(figure_value) as n_years,
        min(figure_value) as lowest,
        max(figure_value) as highest
    from by_year
    group by figure_id
),
before as (
    select figure_id, figure_value, base
    from headline_of(
        if($from_date > date '0001-12-31', $from_date - interval 1 year, null),
        if($from_date > date '0001-12-31', $from_date - interval 1 day, null)
    )
    where $from_date > date '0001-12-31'
)
select
    now.figure_id,
    now.figure_value,
    now.base,
    before.figure_value as figure_before,
    before.base as base_before,
    coalesce(n_years, 0) as years_before,
    lowest as lowest_before,
    highest as highest_before,
    $to_date < current_date as is_over
from headline_of($from_date, $to_date) as now
left join before using (figure_id)
left join earlier using (figure_id)
order by now.position
