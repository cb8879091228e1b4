using System.Globalization;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>One line per thing worth knowing, with the time of day in front.</summary>
public sealed class Screen(TextWriter output, TimeProvider time, bool colours)
{
    const string Red = "\e[1;31m";
    const string Yellow = "\e[33m";
    const string Green = "\e[32m";
    const string Cyan = "\e[36m";
    const string Dim = "\e[2m";

    static readonly TimeSpan JustNow = TimeSpan.FromSeconds(30);

    readonly Lock gate = new();

    public void Say(string text) => Line(time.GetUtcNow(), text, null);

    public void Progress(string text) => Line(time.GetUtcNow(), text, Dim);

    public void Incident(string text) => Line(time.GetUtcNow(), "INCIDENT  " + text, Cyan);

    public void Trouble(string text) => Line(time.GetUtcNow(), "TROUBLE   " + text, Yellow);

    public void DeadLetter(string reason) => Line(time.GetUtcNow(), "DEAD      " + OneLine(reason), Dim);

    /// <summary>How grave (or that it is over), which rule, which asset and shipment, and what about it; since when, if it was not just now.</summary>
    public void Alert(AlertSeen alert, bool ours)
    {
        var over = alert.Status is "cleared" or "closed" or "acknowledged";
        var now = time.GetUtcNow();
        var happened = (alert.Status == "cleared" ? alert.ClearedAt : alert.RaisedAt) ?? now;
        var when = (now - happened).Duration() > JustNow ? $"  (at {Clock(happened)})" : "";
        var word = (over ? alert.Status : alert.Severity).ToUpperInvariant();
        var text = $"{word,-8}  {alert.Rule}  {alert.Asset}  shipment {alert.Shipment}  {OneLine(alert.Message)}"
            + when + (alert.Late ? "  (late)" : "") + (ours ? "" : "  (not of this run)");
        Line(now, text, alert.Status == "cleared" ? Green : over ? Dim : alert.Severity == "critical" ? Red : Yellow);
    }

    /// <summary>A table whose last column says whether a row came true.</summary>
    public void Table(IReadOnlyList<(string Incident, string Expected, string Seen, bool AsExpected)> rows)
    {
        var incidentWidth = Math.Max("incident".Length, rows.Max(row => row.Incident.Length));
        var expectedWidth = Math.Max("expected".Length, rows.Max(row => row.Expected.Length));
        output.WriteLine();
        output.WriteLine($"  {"incident".PadRight(incidentWidth)}  {"expected".PadRight(expectedWidth)}  seen");
        foreach (var (incident, expected, seen, asExpected) in rows)
            output.WriteLine($"  {incident.PadRight(incidentWidth)}  {expected.PadRight(expectedWidth)}  {Coloured(asExpected ? $"ok   {seen}" : $"NOT  {seen}", asExpected ? Green : Red)}");
        output.WriteLine();
        output.Flush();
    }

    void Line(DateTimeOffset at, string text, string? colour)
    {
        lock (gate)
        {
            output.WriteLine(Coloured($"{Clock(at)}  {text}", colour));
            output.Flush();
        }
    }

    string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    string Coloured(string text, string? colour) => colours && colour is not null ? $"{colour}{text}\e[0m" : text;

    // What a server says is shown, but it may not move the cursor.
    static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
