using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>What one device puts into Kafka. <see cref="Second"/> is the device's time, in seconds from the start of the demo.</summary>
public abstract record DeviceMessage(string Asset, int Second);

/// <summary>A fix of a vehicle's tracker, for <c>tracking.positions</c>.</summary>
public sealed record PositionSample(string Asset, int Second, GeoPoint Place, double SpeedKph, int HeadingDeg, double AccuracyM, long Seq) : DeviceMessage(Asset, Second);

/// <summary>An event or heartbeat of an electronic seal, for <c>tracking.seals</c>.</summary>
public sealed record SealSample(string Asset, int Second, string Event, GeoPoint Place, int BatteryPct, string? Operator, long Seq) : DeviceMessage(Asset, Second);

/// <summary>Values of a container's sensors, for <c>tracking.sensors</c>.</summary>
public sealed record SensorSample(string Asset, int Second, double TemperatureC, int HumidityPct, double ShockG, GeoPoint Place, long Seq) : DeviceMessage(Asset, Second);

/// <summary>Bytes nobody can use, of one kind of fault.</summary>
public sealed record GarbageSample(string Asset, int Second, string Topic, string Fault, ImmutableArray<byte> Value) : DeviceMessage(Asset, Second);
