-- What those who answered thought: the answers to each question on a scale.
--
-- One row per scope (the whole series, a year, an event), version of a question and step of its
-- scale, best step first. Answers between two steps, such as the grade 2-, count for the nearer
-- one, halfway for the worse one. Without a period: which small cells have to be hidden can only
-- be told from all scopes together.
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
-- step  number on the scale
-- step_label  German; null for a step without a name
-- goodness  0 (worst step) to 1 (best step)
-- answers  answers that took this step
-- share  of all answers given, 0 to 1
-- answered  answers given to the question
-- not_stated  questionnaires that asked the question and got no answer
-- median  middle of the answers, the worse of two, in the question's own scale
-- mean  in the question's own scale
-- agreement  share of answers in the best quarter of the scale, 0 to 1
with steps as (
    select
        question_id,
        version,
        short_label,
        wording,
        position,
        best,
        unnest(generate_series(low, high)) as step,
        low,
        high,
        labels
    from question
    where kind = 'scale'
),
summed as (
    select
        scope,
        scope_year,
        scope_event,
        scope_key,
        question_id,
        version,
        count(value) as n_answered,
        count(*) - count(value) as n_not_stated,
        -- Of an even number of answers the worse of the two in the middle: no answer in between.
        if(
            first(best) = 'low', -quantile_disc(-value, 0.5), quantile_disc(value, 0.5)
        ) as middle,
        avg(value) as mean_value,
        avg(agrees::integer) as agree_share
    from scoped_answers
    group by scope, scope_year, scope_event, scope_key, question_id, version
),
counted as (
    select
        scope_key,
        question_id,
        version,
        -- Halfway goes to the worse side: up where low is best, down where high is best.
        if(best = 'low', floor(value + 0.5), ceil(value - 0.5))::integer as step,
        count(*) as n_answers
    from scoped_answers
    where value is not null
    group by all
)
select
    scope,
    scope_year,
    scope_event,
    steps.question_id,
    steps.version,
    steps.short_label,
    steps.wording,
    steps.low,
    steps.high,
    steps.best,
    steps.step::integer as step,
    string_split(steps.labels, ';')[(steps.step - steps.low + 1)::integer] as step_label,
    if(steps.best = 'high', steps.step - steps.low, steps.high - steps.step)
        / (steps.high - steps.low) as goodness,
    coalesce(n_answers, 0) as answers,
    coalesce(n_answers, 0) / nullif(n_answered, 0) as share,
    n_answered as answered,
    n_not_stated as not_stated,
    middle::double as median,
    mean_value::double as mean,
    agree_share as agreement
from steps
inner join summed using (question_id, version)
left join counted on counted.scope_key = summed.scope_key
    and counted.question_id = steps.question_id
    and counted.version = steps.version
    and counted.step = steps.step
order by
    scope desc,
    scope_year nulls last,
    scope_event,
    steps.position,
    steps.question_id,
    steps.version,
    goodness desc
