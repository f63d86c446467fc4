-- From whom topics are suggested, and what becomes of them.
--
-- One row per source and status that occurs, the source with most suggestions first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- source  citizen, company, municipality, politics, association, other or unknown
-- status  proposed, planned, covered or declined
-- suggestions  suggestions received in the period
with counted as (
    select source, status, count(*) as n_suggestions
    from current_suggestion
    where in_period(received_on, $from_date, $to_date)
    group by source, status
)
select source, status, n_suggestions as suggestions
from counted
order by sum(n_suggestions) over (partition by source) desc, source, status
