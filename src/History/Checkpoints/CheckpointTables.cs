using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Checkpoints;

/// <summary>How the history is kept from being changed, and how it would show.</summary>
static class CheckpointTables
{
    public const string Checkpoints = HistoryDatabase.Schema + ".checkpoints";
    public const string Events = HistoryDatabase.Schema + ".mt_events";

    /// <summary>
    /// The digest over a stretch of the history ($2 to $3, by sequence) that follows a digest ($1): SHA-256 of it and of each event's own SHA-256, in order. An event is digested as text: its sequence,
    /// id, stream, version, type, the time of recording in UTC and what is stored of it, parted by U+001F, which JSON never holds as it is. Whoever can read the table can do the same without us.
    /// </summary>
    public const string DigestSql = $"""
        select count(*), sha256($1 || coalesce(string_agg(sha256(convert_to(
            concat_ws(E'\x1f', seq_id, id, stream_id, version, type, to_char(timestamp at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), data::text), 'UTF8')), ''::bytea order by seq_id), ''::bytea)) as digest
        from {Events} where seq_id > $2 and seq_id <= $3
        """;

    /// <summary>The table of checkpoints with the one that all follow, and guards that refuse to change or remove what is recorded. Whoever owns the tables can take those away: then the digests tell.</summary>
    public const string Make = $"""
        do $$ begin
          if to_regclass('{Checkpoints}') is null then
            create table {Checkpoints} (number bigint primary key, up_to bigint not null, events bigint not null, digest bytea not null, made_at timestamptz not null);
            insert into {Checkpoints} (number, up_to, events, digest, made_at) values (0, 0, 0, sha256(''), now());
          end if;
        end $$;
        create or replace function {HistoryDatabase.Schema}.refuse_change() returns trigger language plpgsql as $refuse$
        begin
          raise exception 'what is recorded is not changed: % of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'restrict_violation';
        end $refuse$;
        do $$
        declare guarded text;
        begin
          foreach guarded in array array['{Events}', '{Checkpoints}'] loop
            if not exists (select from pg_trigger where tgrelid = guarded::regclass and tgname = 'append_only') then
              execute format('create trigger append_only before update or delete or truncate on %s for each statement execute function {HistoryDatabase.Schema}.refuse_change()', guarded);
            end if;
          end loop;
        end $$
        """;
}
