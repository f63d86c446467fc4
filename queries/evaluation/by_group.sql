-- Agreement by the group to which people say they belong.
--
-- One row per scope (the whole series, a year), version of a question and group. Without a period:
-- which small cells have to be hidden can only be told from all scopes together.
--
-- scope  whole or year
-- scope_year  year of the event; null for the whole series and for events without a date
-- scope_event  always null: the groups of one event are too small
-- question_id  key
-- version  of wording and scale
-- short_label  German
-- low  lowest step of the scale
-- high  highest step of the scale
-- best  low or high: which end of the scale is best
-- respondent_group  as ticked; null: no answer
-- answered  answers given by the group
-- agreement  share of them in the best quarter of the scale, 0 to 1; null without answers
-- hiding  answers that hide each other: answered, but 1 where all are equal, as each is known then
with grouped as (
    select
        scope,
        scope_year,
        question_id,
        version,
        nullif(trim(respondent_type), '') as type_name,
        count(value) as n_answered,
        count(distinct value) as n_different,
        avg(agrees::integer) as agree_share
    from scoped_answers
    where scope in ('whole', 'year')
    group by all
)
select
    scope,
    scope_year,
    null::text as scope_event,
    question.question_id,
    question.version,
    question.short_label,
    question.low,
    question.high,
    question.best,
    type_name as respondent_group,
    n_answered as answered,
    agree_share as agreement,
    if(n_different = 1, 1, n_answered) as hiding
from grouped
inner join question using (question_id, version)
order by
    scope desc,
    scope_year nulls last,
    question.position,
    question.question_id,
    question.version,
    type_name nulls last
