-- Yearly reports that are frozen: what they said, from which data, and what their files were.

create table edition (
    edition_id integer primary key,
    year integer not null check (year between 1990 and 2100),
    audience text not null check (audience in ('public', 'internal')),
    label text not null,            -- what people call it
    content blob not null,          -- the report as JSON with pictures and look, compressed (xz)
    content_sha256 text not null,   -- of the JSON before it was compressed
    files text not null,            -- JSON: path -> sha256 of every file as it was made
    program text not null,          -- versions of what made the files
    data_version bigint not null,   -- audit_log.entry_id of the data
    data_as_of timestamp,           -- when they had been changed last; null in an empty warehouse
    is_demo boolean not null,
    frozen_by text not null,
    frozen_at timestamp not null
);
