using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Api.Http;

/// <summary>Reads what clients wrote and gathers every fault with its field, so that one answer names them all. Form only: what a value means is the grain's to judge.</summary>
sealed class RequestReader
{
    /// <summary>Items on a page when the client does not say.</summary>
    public const int DefaultTake = 50;

    /// <summary>Items on a page at most.</summary>
    public const int MaxTake = 500;

    /// <summary>Characters in a name or number at most.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Characters in a note at most.</summary>
    public const int MaxNoteLength = 2_000;

    readonly SortedDictionary<string, List<string>> faults = new(StringComparer.Ordinal);

    /// <summary>Whether something was wrong.</summary>
    public bool HasFaults => faults.Count > 0;

    /// <summary>All faults so far as the answer to give.</summary>
    public bool Failed([NotNullWhen(true)] out Problem? problem)
    {
        problem = HasFaults ? Problem.Invalid(faults.ToDictionary(f => f.Key, f => f.Value.ToArray())) : null;
        return HasFaults;
    }

    /// <summary>Notes a fault.</summary>
    public void Fault(string field, string message)
    {
        if (faults.TryGetValue(field, out var messages)) messages.Add(message);
        else faults[field] = [message];
    }

    /// <summary>How many items to put on a page.</summary>
    public int Take(string? text)
    {
        if (string.IsNullOrEmpty(text)) return DefaultTake;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var take) && take is >= 1 and <= MaxTake) return take;
        Fault("take", $"must be a whole number from 1 to {MaxTake}");
        return DefaultTake;
    }

    /// <summary>A version, 0 when left out.</summary>
    public long Sequence(string field, string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return sequence;
        Fault(field, "must be a whole number, 0 or more");
        return 0;
    }

    /// <summary>A moment in a query; null when left out.</summary>
    public DateTimeOffset? Moment(string field, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;

        // A plus in a query means a space to whoever decodes it, and "+07:00" is easily sent without being encoded.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out var moment)) return moment;
        Fault(field, Rfc3339.Expected);
        return null;
    }

    /// <summary>One of an enum's camelCase names; null when left out.</summary>
    public T? Choice<T>(string field, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text)) return null;
        foreach (var value in Enum.GetValues<T>())
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == text)
                return value;
        Fault(field, $"must be one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
        return null;
    }

    /// <summary>The written form of an asset; null when left out.</summary>
    public AssetId? Asset(string field, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (AssetId.TryParse(text, out var asset, out var reason)) return asset;
        Fault(field, reason);
        return null;
    }

    /// <summary>Text to look for, or a name; null when left out.</summary>
    public string? Text(string field, string? text, int maxLength = MaxTextLength)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length > maxLength)
        {
            Fault(field, $"must have at most {maxLength} characters");
            return null;
        }

        // PostgreSQL keeps no such character in text, and nobody means it.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fault(field, "must not hold the character U+0000");
            return null;
        }

        return text;
    }

    /// <summary>A number that has to be given.</summary>
    public double Required(string field, double? value, double min, double max)
    {
        if (value is { } given) return Within(field, given, min, max);
        Fault(field, "is missing");
        return min;
    }

    /// <summary>A number within limits.</summary>
    public double Within(string field, double value, double min, double max)
    {
        if (value >= min && value <= max) return value;
        Fault(field, string.Create(CultureInfo.InvariantCulture, $"must be from {min} to {max}"));
        return min;
    }

    /// <summary>A time in seconds; null when left out.</summary>
    public TimeSpan? Seconds(string field, double? value) =>
        value is { } seconds ? TimeSpan.FromSeconds(Within(field, seconds, 1, TimeSpan.SecondsPerDay * 366)) : null;

    /// <summary>Names, as many as one shipment can reasonably have.</summary>
    public IEnumerable<string> Names(string field, IReadOnlyList<string?>? names, int maxCount)
    {
        if (names is null) yield break;
        if (names.Count > maxCount)
        {
            Fault(field, $"must have at most {maxCount} entries");
            yield break;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrEmpty(names[i])) Fault($"{field}[{i}]", "must not be empty");
            else if (Text($"{field}[{i}]", names[i]) is { } name) yield return name;
        }
    }
}
