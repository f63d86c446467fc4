-- How sure the share of agreement is: what it rests on, and for how many of those who came.
--
-- One row per scope (the whole series, a year, an event) and version of a question. Without a
-- period: which small cells have to be hidden can only be told from all scopes together.
--
-- scope  whole, year or event
-- scope_year  year of the event; null for the whole series and for an event without a date
-- scope_event  key of the event; null for the whole series and a year
-- question_id  key
-- version  of wording and scale
-- short_label  German
-- wording  as asked
-- low  lowest step of the scale
-- high  highest step of the scale
-- best  low or high: which end of the scale is best
-- median  middle of the answers, the worse of two, in the question's own scale
-- median_label  name of that step, German; null for a step without a name
-- agreement  share of answers in the best quarter of the scale, 0 to 1; null without answers
-- agreeing  answers in the best quarter of the scale
-- answered  answers given to the question
-- attended  people who came to the events that asked it; null without a list of one of them
-- answer_rate  answered by attended, 0 to 1; null if attended is
with summed as (
    select
        scope,
        scope_year,
        scope_event,
        scope_key,
        question_id,
        version,
        count(value) as n_answered,
        count(*) filter (where agrees) as n_agreeing,
        if(
            first(best) = 'low', -quantile_disc(-value, 0.5), quantile_disc(value, 0.5)
        ) as middle
    from scoped_answers
    group by scope, scope_year, scope_event, scope_key, question_id, version
)
select
    scope,
    scope_year,
    scope_event,
    summed.question_id,
    summed.version,
    question.short_label,
    question.wording,
    question.low,
    question.high,
    question.best,
    middle::double as median,
    if(
        middle = floor(middle),
        string_split(question.labels, ';')[(middle - question.low + 1)::integer],
        null
    ) as median_label,
    n_agreeing / nullif(n_answered, 0) as agreement,
    n_agreeing as agreeing,
    n_answered as answered,
    asked_scopes.attended,
    n_answered / asked_scopes.attended as answer_rate
from summed
inner join question using (question_id, version)
inner join asked_scopes on asked_scopes.scope_key = summed.scope_key
    and asked_scopes.question_id = summed.question_id
    and asked_scopes.version = summed.version
order by
    scope desc,
    scope_year nulls last,
    scope_event,
    question.position,
    summed.question_id,
    summed.version
