-- What people write beside the figures: notes on the time axis by staff, comments on charts by
-- management. Neither changes a figure.

create table note (
    note_id integer primary key,
    kind text not null check (kind in ('funding', 'election', 'online_only', 'other')),
    label text not null,            -- stands in pictures
    note_text text,
    starts_on date not null,
    ends_on date,                   -- inclusive; null: a single day
    written_by text not null,
    written_at timestamp not null,
    check (ends_on is null or starts_on <= ends_on)
);

create table chart_comment (
    comment_id integer primary key,
    chart_id text not null,         -- of the catalogue of charts
    for_year integer,               -- null: on the chart of all years
    comment_text text not null,
    written_by text not null,
    written_at timestamp not null,
    data_version bigint not null,   -- audit_log.entry_id of the data that it was written about
    data_as_of timestamp not null   -- and when they had been changed last
);
