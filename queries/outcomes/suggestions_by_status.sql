-- How far suggested topics get.
--
-- One row per step, from received to declined; none without a suggestion in the period.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- status  proposed, planned, covered or declined
-- suggestions  suggestions that stand there now
-- reached  suggestions that came so far: all, planned or covered, covered, declined
-- received  all suggestions of the period
with in_time as (
    select status from current_suggestion where in_period(received_on, $from_date, $to_date)
),
steps as (
    select *
    from (
        values
            ('proposed', 1, ['proposed', 'planned', 'covered', 'declined']),
            ('planned', 2, ['planned', 'covered']),
            ('covered', 3, ['covered']),
            ('declined', 4, ['declined'])
    ) as step (step_status, position, passed_by)
)
select
    step_status as status,
    count(*) filter (where in_time.status = step_status) as suggestions,
    count(*) filter (where list_contains(passed_by, in_time.status)) as reached,
    count(*) as received
from steps
cross join in_time
group by step_status, position
order by position
