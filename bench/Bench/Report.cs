using System.Globalization;
using System.Text.Json;

namespace ShipmentTracker.Bench;

/// <summary>What was measured: names with numbers, several of a name where a part is repeated. It is written after every part, so that a run that fails keeps what it has.</summary>
sealed class Report(string file, TextWriter output)
{
    readonly SortedDictionary<string, List<double>> numbers = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>Notes a number; of several of one name the median is told.</summary>
    public void Add(string name, double value)
    {
        if (!numbers.TryGetValue(name, out var values))
            numbers[name] = values = [];
        values.Add(value);
    }

    /// <summary>Notes the p50, p95 and p99 of durations in milliseconds, as <c>nameP50Ms</c> and so on.</summary>
    public void AddPercentiles(string name, IReadOnlyCollection<double> ms)
    {
        foreach (var percent in (int[])[50, 95, 99])
            Add($"{name}P{percent}Ms", Percentile(ms, percent));
        Add($"{name}Samples", ms.Count);
    }

    /// <summary>Notes a word, such as which broker it was.</summary>
    public void Say(string name, string value) => words[name] = value;

    /// <summary>The median of a number; null when it was not measured.</summary>
    public double? Of(string name) => numbers.TryGetValue(name, out var values) ? Percentile(values, 50) : null;

    /// <summary>The smallest value that so many percent of the values do not exceed.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100.0) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>Writes what there is by now.</summary>
    public void Save()
    {
        Ratios();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var all = words.Select(w => KeyValuePair.Create(w.Key, (object)w.Value))
            .Concat(numbers.Select(n => KeyValuePair.Create(n.Key, (object)Rounded(Of(n.Key)!.Value))))
            .ToDictionary();
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(all, Indented) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The table for people.</summary>
    public void Print()
    {
        output.WriteLine();
        output.WriteLine(string.Join(", ", words.Select(w => $"{w.Key}: {w.Value}")));
        output.WriteLine();
        output.WriteLine($"{"",-46}{"readings/s",12}{"(d) is",10}{"CPU s/million",16}");
        foreach (var (name, what) in Rows)
            if (Of(name) is { } rate)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-46}{rate,12:#,0}{Ratio(rate),10}{Of(name.Replace("PerS", "CpuSPerMillion", StringComparison.Ordinal)),16:0.0}"));
        output.WriteLine();
        foreach (var name in numbers.Keys.Where(name => !Rows.Any(row => row.Name == name)))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46}{Rounded(Of(name)!.Value),14:#,0.###}{Spread(name)}"));
        output.WriteLine();
        output.WriteLine($"Written to {file}");
    }

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    static readonly (string Name, string What)[] Rows =
    [
        ("copyHeapPerS", "(-) COPY, one row a reading, no index at all"),
        ("copyPerS", "(a) COPY, one row a reading, Marten's indexes"),
        ("textbookPerS", "(b) one Marten session a reading"),
        ("textbookParallelPerS", "(b) the same, six consumers at once"),
        ("martenPerS", "(c) Marten's quick append, batched by hand"),
        ("pipelinePerS", "(d) Kafka to durable history and alerts"),
    ];

    string Ratio(double rate) => Of("pipelinePerS") is { } pipeline ? string.Create(CultureInfo.InvariantCulture, $"{pipeline / rate:0.##} x") : "";

    string Spread(string name) => numbers[name] is { Count: > 1 } several
        ? string.Create(CultureInfo.InvariantCulture, $"   ({Rounded(several.Min()):#,0.###} to {Rounded(several.Max()):#,0.###})")
        : "";

    void Ratios()
    {
        void Divide(string name, string above, string below)
        {
            if (Of(above) is { } a && Of(below) is { } b)
                numbers[name] = [a / b];
        }

        Divide("pipelineToCopy", "pipelinePerS", "copyPerS");
        Divide("pipelineToTextbook", "pipelinePerS", "textbookPerS");
        Divide("pipelineToMarten", "pipelinePerS", "martenPerS");
        Divide("pipelineToCopyByCpu", "copyCpuSPerMillion", "pipelineCpuSPerMillion");
        Divide("rate100kTo1kAssets", "rateAt100kAssets", "rateAt1kAssets");
        Divide("rate100kTo1kAssetsBursts", "rateAt100kAssetsBursts", "rateAt1kAssetsBursts");
    }

    static double Rounded(double value) => Math.Abs(value) >= 1_000 ? Math.Round(value) : Math.Round(value, 4);
}
