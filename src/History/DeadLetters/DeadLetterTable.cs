using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.DeadLetters;

/// <summary>Who sends what cannot be used: one row for each sender (empty: the key names no asset) and partition, with the newest messages in it, so that a flood is no more than a row.</summary>
static class DeadLetterTable
{
    public const string Name = HistoryDatabase.Schema + ".dead_letters";

    /// <summary>A row is kept for so long after its last message.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>About the most rows: of more, those that were heard of last stay. Whoever makes up a new key for each message fills no disk.</summary>
    public const int MostSources = 50_000;

    public const string Make = $"""
        create table if not exists {Name} (
          asset text not null, topic text not null, partition integer not null, id bigint generated always as identity, log text not null, count bigint not null,
          first_at timestamptz not null, last_at timestamptz not null, last_offset bigint not null, recent jsonb not null, primary key (asset, topic, partition));
        create index if not exists ix_dead_letters_list on {Name} (last_at, id)
        """;
}

/// <summary>A message as it is kept.</summary>
/// <param name="Message">The beginning of its text.</param>
sealed record StoredLetter(long Offset, DateTimeOffset ReceivedAt, string Reason, string Message);
