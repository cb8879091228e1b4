namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// The error of a small GPS receiver: it wanders by a few metres within minutes (atmosphere, satellites) and trembles by a metre from fix to fix.
/// At most some 8 m in all.
/// </summary>
public static class GpsNoise
{
    public static (double EastM, double NorthM) At(Dice receiver, long second) =>
        (Axis(receiver.For("east"), second), Axis(receiver.For("north"), second));

    /// <summary>What the receiver believes of itself, metres (1 sigma).</summary>
    public static double AccuracyMAt(Dice receiver, long second) => Math.Round(receiver.For("accuracy").For(second / 60).Between(3.5, 9.5), 1);

    static double Axis(Dice axis, long second) =>
        (3.5 * Math.Sin((2 * Math.PI * second / axis.For(1).Between(240, 600)) + axis.For(2).Between(0, 6.28)))
        + (1.5 * Math.Sin((2 * Math.PI * second / axis.For(3).Between(60, 150)) + axis.For(4).Between(0, 6.28)))
        + axis.For("tremble").For(second).Between(-0.7, 0.7);
}
