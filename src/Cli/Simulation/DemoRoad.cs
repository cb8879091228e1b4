using System.Collections.Immutable;
using System.Text.Json;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>One of the sample roads, with the customs offices (UN/LOCODE) at its ends and the province numbers on plates seen there.</summary>
public sealed record DemoRoad(string Name, string From, string To, ImmutableArray<string> Provinces, RoadPath Path)
{
    /// <summary>Where trucks may rest along it, and where they must not be.</summary>
    public ImmutableArray<DemoZone> Zones { get; init; } = DemoZone.Along(Path);

    /// <summary>The same road the other way.</summary>
    public DemoRoad Reversed() => this with { From = To, To = From, Path = Path.Reversed() };

    /// <summary>The four roads of <c>samples/vietnam-roads/derived_demo_routes.geojson</c>.</summary>
    /// <exception cref="FileNotFoundException">The samples are not where they were said to be.</exception>
    public static ImmutableArray<DemoRoad> Load(string samplesFolder)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(samplesFolder, "vietnam-roads", "derived_demo_routes.geojson")));
        var paths = file.RootElement.GetProperty("features").EnumerateArray().ToDictionary(
            feature => feature.GetProperty("properties").GetProperty("name").GetString()!,
            feature => new RoadPath(feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()
                .Select(position => new GeoPoint(position[1].GetDouble(), position[0].GetDouble()))));

        return
        [
            new("QL1", "VNHAN", "VNLGS", ["29", "30", "99", "98", "12"], paths["Hanoi->LangSon"]),
            new("QL9", "VNDAD", "VNLAO", ["43", "75", "74", "92"], paths["DaNang->LaoBao"]),
            new("QL5", "VNHPH", "VNLGS", ["15", "16", "34", "12"], paths["HaiPhong->LangSon"]),
            // The border gate of Moc Bai has no code of its own in the list; its province's town stands for it.
            new("QL22", "VNSGN", "VNTNT", ["50", "51", "61", "70"], paths["HCMC_AnSuong->MocBai"]),
        ];
    }
}
