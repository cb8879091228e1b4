using System.Collections.Concurrent;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Counts, by reason, the dead letters of messages this run has sent; other people's are left out.</summary>
public sealed class DeadLetterSheet
{
    readonly ConcurrentDictionary<string, string> sent = new();
    readonly SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
    readonly HashSet<string> refused = [];
    List<DeadLetter> unmatched = [];

    /// <summary>A message known to be unusable lies at this place; told by the producer, on its own thread.</summary>
    public void Sent(string topic, int partition, long offset, string fault) => sent[$"{topic}/{partition}/{offset}"] = fault;

    /// <summary>Takes dead letters; returns the first of each reason. One may come before its message's receipt and is kept until the next call.</summary>
    public IReadOnlyList<DeadLetter> Take(IEnumerable<DeadLetter> letters)
    {
        var firsts = new List<DeadLetter>();
        var left = new List<DeadLetter>();
        foreach (var (letter, again) in unmatched.Select(l => (l, true)).Concat(letters.Select(l => (l, false))))
        {
            if (sent.ContainsKey(letter.Place))
            {
                if (!refused.Add(letter.Place))
                    continue;
                reasons[letter.Reason] = reasons.GetValueOrDefault(letter.Reason) + 1;
                if (reasons[letter.Reason] == 1)
                    firsts.Add(letter);
            }
            else if (!again)
            {
                left.Add(letter);
            }
        }
        unmatched = left;
        return firsts;
    }

    /// <summary>How many of our unusable messages have become dead letters.</summary>
    public int Count => refused.Count;

    /// <summary>The faults whose messages have not become dead letters.</summary>
    public IEnumerable<string> Missing => sent.Where(sent => !refused.Contains(sent.Key)).Select(sent => sent.Value).Order(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Reasons => reasons;
}
