-- How far the outcomes of each topic are.
--
-- One row per topic and status that occurs, the topic with most outcomes first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- topic_label  German; null: the outcomes without a topic
-- status  open, running, done or dropped
-- outcomes  outcomes raised at an event of the period
with counted as (
    select topic.label, status_now, count(*) as n_outcomes
    from outcome_state
    left join topic using (topic_id)
    where in_period(raised_on, $from_date, $to_date)
    group by topic.label, status_now
)
select label as topic_label, status_now as status, n_outcomes as outcomes
from counted
order by sum(n_outcomes) over (partition by label) desc, label collate de nulls last, status
