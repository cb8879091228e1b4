using System.Globalization;
using System.Text.RegularExpressions;

namespace ShipmentTracker.Bench.Rig;

/// <summary>CPU seconds and allocations so far, of those that work for a run.</summary>
/// <param name="SiloS">The silo's process.</param>
/// <param name="PostgresS">All processes of the server, those that have ended included.</param>
/// <param name="BrokerS">The real broker's process; 0 for the in-memory one, which runs in this process.</param>
/// <param name="ClientS">This process.</param>
/// <param name="AllocatedBytes">What the silo has allocated in all.</param>
sealed record Usage(double SiloS, double PostgresS, double BrokerS, double ClientS, double AllocatedBytes)
{
    // The kernel tells times in these, on every Linux that .NET runs on.
    const double TicksPerSecond = 100;

    /// <summary>CPU seconds of all of them that do the work.</summary>
    public double AllS => SiloS + PostgresS + BrokerS + ClientS;

    public static Usage operator -(Usage a, Usage b) =>
        new(a.SiloS - b.SiloS, a.PostgresS - b.PostgresS, a.BrokerS - b.BrokerS, a.ClientS - b.ClientS, a.AllocatedBytes - b.AllocatedBytes);

    /// <summary>Of this process and a PostgreSQL server alone.</summary>
    public static Usage OfClient(int postgres) => new(0, OfTree(postgres), 0, OfProcess(Environment.ProcessId), 0);

    /// <summary>Of everything behind a product.</summary>
    public static async Task<Usage> Of(Product product, CancellationToken cancellationToken) => new(
        OfProcess(product.Silo.Id),
        OfTree(product.Postgres.ProcessId),
        product.Broker.ProcessId is { } broker ? OfProcess(broker) : 0,
        OfProcess(Environment.ProcessId),
        (await SiloMetrics.Read(product, cancellationToken)).AllocatedBytes);

    /// <summary>Resident memory of a process, in bytes.</summary>
    public static long ResidentBytes(int processId) =>
        long.Parse(Regex.Match(File.ReadAllText($"/proc/{processId}/status"), @"VmRSS:\s+(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture) * 1024;

    static double OfProcess(int processId) => Stat(processId) is { } stat ? stat.Own : 0;

    // A server's children are its own processes one level down; what those have used that ended is told by the parent.
    static double OfTree(int processId)
    {
        if (Stat(processId) is not { } parent)
            return 0;
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
            .Where(stat => stat?.Parent == processId)
            .Sum(stat => stat!.Own);
        return parent.Own + parent.Ended + children;
    }

    static ProcessStat? Stat(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");

            // The name in brackets may hold anything; the fields are counted from behind it: state, parent, ...
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
            return new ProcessStat(int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    sealed record ProcessStat(int Parent, double Own, double Ended);
}
