using System.Globalization;

namespace ShipmentTracker.Bench.Rig;

/// <summary>What the silo tells of its own memory on <c>/metrics</c>.</summary>
/// <param name="AllocatedBytes">Allocated since it started.</param>
/// <param name="HeapBytes">The managed heap after its last collection, all generations.</param>
sealed record SiloMetrics(double AllocatedBytes, double HeapBytes)
{
    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<SiloMetrics> Read(Product product, CancellationToken cancellationToken)
    {
        var text = await Http.GetStringAsync(new Uri(product.Silo.Address, "/metrics"), cancellationToken);
        return new SiloMetrics(Sum(text, "dotnet_gc_heap_total_allocated_bytes_total"), Sum(text, "dotnet_gc_last_collection_heap_size_bytes"));
    }

    static double Sum(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
        .Sum(line => double.Parse(line.Split("} ", 2) is [_, var after] ? after.Split(' ')[0] : line.Split(' ')[1], CultureInfo.InvariantCulture));
}
