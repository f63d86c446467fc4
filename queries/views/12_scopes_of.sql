-- The scopes for which answers are published: the whole series, the year of their event, the event
-- itself. Without a known date the year is null: what is left of the whole series when all years
-- are taken away. scope_year and scope_event are null where they do not apply; scope_key tells the
-- scopes apart. A list of three structs, to be unnested into a row each.
create or replace macro scopes_of(held_year, event_id) as [
    {
        'scope': 'whole',
        'scope_year': null::bigint,
        'scope_event': null::text,
        'scope_key': 'whole'
    },
    {
        'scope': 'year',
        'scope_year': held_year::bigint,
        'scope_event': null::text,
        'scope_key': concat('year ', held_year)
    },
    {
        'scope': 'event',
        'scope_year': held_year::bigint,
        'scope_event': event_id::text,
        'scope_key': concat('event ', event_id)
    }
]
