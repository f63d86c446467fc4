-- Agreement in the period beside the year before it.
--
-- One row per version of a question that was asked in the period. Another wording or scale is
-- another version and is not compared. Nothing lies before the whole series: then all is null.
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
-- answered  answers given in the period; null for the whole series
-- agreement  share of them in the best quarter of the scale, 0 to 1; null without answers
-- answered_before  answers given to the same version in the year before; 0 if it was not asked
-- agreement_before  share of them in the best quarter; null without answers
-- change  agreement minus agreement_before, in shares; null if one of them is missing
with now as (
    select question_id, version, count(value) as n_answered, avg(agrees::integer) as agree_share
    from scale_answers
    where in_period(held_on, $from_date, $to_date)
    group by question_id, version
),
before as (
    select question_id, version, count(value) as n_answered, avg(agrees::integer) as agree_share
    from scale_answers
    -- Events without a known day belong to no year, and nothing lies before the whole series.
    where $from_date > date '0001-12-31'
        and held_on between $from_date - interval 1 year and $from_date - interval 1 day
    group by question_id, version
)
select
    question.question_id,
    question.version,
    question.short_label,
    question.low,
    question.high,
    question.best,
    if($from_date > date '0001-12-31', now.n_answered, null) as answered,
    if($from_date > date '0001-12-31', now.agree_share, null) as agreement,
    coalesce(before.n_answered, 0) as answered_before,
    before.agree_share as agreement_before,
    now.agree_share - before.agree_share as change
from now
inner join question using (question_id, version)
left join before using (question_id, version)
order by question.position, question.question_id, question.version
