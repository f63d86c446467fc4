-- How far the outcomes of each kind are.
--
-- One row per kind and status that occurs, the kind with most outcomes first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- kind  project, study, demand, idea, funding or evaluation
-- status  open, running, done or dropped
-- outcomes  outcomes raised at an event of the period
-- with_due  of those, the ones that are not ended and have a due date
-- overdue  of those, the ones whose due date is past
with in_time as (
    select * from outcome_state where in_period(raised_on, $from_date, $to_date)
),
counted as (
    select
        kind,
        status_now,
        count(*) as n_outcomes,
        count(*) filter (where due_on is not null and status_now in ('open', 'running')) as n_due,
        count(*) filter (where is_overdue) as n_overdue
    from in_time
    group by kind, status_now
)
select
    kind,
    status_now as status,
    n_outcomes as outcomes,
    n_due as with_due,
    n_overdue as overdue
from counted
order by sum(n_outcomes) over (partition by kind) desc, kind, status
