using System.Globalization;
using System.Text;
using CsCheck;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class DeviceTimeTests
{
    [Theory]
    [InlineData("2026-11-22T08:15:30Z", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-22t08:15:30z", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-22 08:15:30Z", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-22T08:15:30.5Z", "2026-11-22T08:15:30.5000000Z")]
    [InlineData("2026-11-22T08:15:30.123456789Z", "2026-11-22T08:15:30.1234567Z")]
    [InlineData("2026-11-22T15:15:30+07:00", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-21T20:15:30-12:00", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-22T08:15:30-00:00", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2026-11-23T07:45:30+23:30", "2026-11-22T08:15:30.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000Z")]
    public void Reads_every_form_of_rfc3339(string text, string utc)
    {
        DeviceTime.TryParse(Encoding.UTF8.GetBytes(text), out var at, out var reason).Should().BeTrue(reason);
        at.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture).Should().Be(utc);
        at.Offset.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22T08:15Z", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22T08:15:30", "*has no offset from UTC*")]
    [InlineData("2026-11-22T08:15:30.5", "*has no offset from UTC*")]
    [InlineData("2026-11-22T08:15:30.Z", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22T08:15:30+7", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22T08:15:30+0700", "*not a time after RFC 3339*")]
    [InlineData("2026-11-22T08:15:30ZZ", "*not a time after RFC 3339*")]
    [InlineData("22.11.2026 08:15:30Z", "*not a time after RFC 3339*")]
    [InlineData("2026-13-01T00:00:00Z", "*no date and time of the calendar")]
    [InlineData("2026-02-29T00:00:00Z", "*no date and time of the calendar")]
    [InlineData("2026-11-22T24:00:00Z", "*no date and time of the calendar")]
    [InlineData("2026-11-22T08:15:61Z", "*no date and time of the calendar")]
    [InlineData("0000-01-01T00:00:00Z", "*no date and time of the calendar")]
    [InlineData("1970-01-01T00:00:00Z", "*outside the years 1990 to 2999")]
    [InlineData("9999-12-31T23:59:59Z", "*outside the years 1990 to 2999")]
    public void Refuses_what_could_mean_something_else(string text, string expected)
    {
        DeviceTime.TryParse(Encoding.UTF8.GetBytes(text), out _, out var reason).Should().BeFalse();
        reason.Should().Match(expected);
    }

    [Fact]
    public void Reads_back_what_dotnet_writes() =>
        Gen.Select(Gen.DateTime[new DateTime(1990, 1, 2, 0, 0, 0, DateTimeKind.Utc), new DateTime(2999, 12, 30, 0, 0, 0, DateTimeKind.Utc)], Gen.Int[-14 * 60, 14 * 60]).Sample((utc, minutes) =>
        {
            var moment = new DateTimeOffset(utc.Ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
            return DeviceTime.TryParse(Encoding.UTF8.GetBytes(moment.ToString("O", CultureInfo.InvariantCulture)), out var read, out _) && read == moment;
        });
}
