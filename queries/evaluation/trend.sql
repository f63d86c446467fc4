-- Agreement per question over the years.
--
-- One row per version of a question and year in which it was asked, questions in their order,
-- oldest year first. Events without a known date belong to no year.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- question_id  key
-- version  of wording and scale
-- short_label  German
-- low  lowest step of the scale
-- high  highest step of the scale
-- best  low or high: which end of the scale is best
-- asked_year  year
-- answered  answers given in the year
-- agreement  share of them in the best quarter of the scale, 0 to 1; null without answers
with yearly as (
    select
        question_id,
        version,
        scope_year,
        count(value) as n_answered,
        avg(agrees::integer) as agree_share
    from scoped_answers
    where scope = 'year' and held_on between $from_date and $to_date
    group by question_id, version, scope_year
)
select
    question.question_id,
    question.version,
    question.short_label,
    question.low,
    question.high,
    question.best,
    yearly.scope_year as asked_year,
    yearly.n_answered as answered,
    yearly.agree_share as agreement
from yearly
inner join question using (question_id, version)
order by question.position, question.question_id, yearly.scope_year, question.version
