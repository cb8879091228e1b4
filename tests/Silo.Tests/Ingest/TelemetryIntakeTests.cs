using System.Text;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Posting;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class TelemetryIntakeTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_can_be_used_goes_to_its_topic_under_its_asset_and_the_others_are_named()
    {
        var (messages, errors) = TelemetryIntake.Sort(
            [
                Item(Topics.Positions, """{"asset":"vehicle/29H81234","at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612}"""),
                Item(Topics.Positions, """{"asset":"vehicle/29H81234","at":"2026-11-22T08:15:30","lat":21.8531,"lon":106.7612}"""),
                Item(Topics.Alerts, """{"asset":"vehicle/29H81234","at":"2026-11-22T08:15:30Z"}"""),
                Item(null, "{}"),
                Item(Topics.Seals, """{"asset":"seal/VN0012345","at":"2026-11-22T08:15:30Z","event":"cut"}"""),
                Item(Topics.Sensors, "17"),
            ],
            Now);

        messages.Select(m => (m.Topic, m.Message.Key)).Should().Equal((Topics.Positions, "vehicle/29H81234"), (Topics.Seals, "seal/VN0012345"));
        errors.Select(e => e.Item).Should().Equal(1, 2, 3, 5);
        errors[0].Message.Should().Contain("offset from UTC");
        errors[1].Message.Should().Contain("topic must be one of tracking.positions, tracking.seals, tracking.sensors", "nobody may write to the topics that are ours to write");
        errors[3].Message.Should().Contain("JSON object");
    }

    [Fact]
    public void What_is_taken_is_read_again_by_the_ingest()
    {
        var (messages, _) = TelemetryIntake.Sort([Item(Topics.Seals, """{"asset":"seal/VN0012345","at":"2026-11-22T08:15:30Z","event":"cut","x":{"y":[1]}}""")], Now);
        TelemetryDecoder.TryDecode(TelemetryTopic.Seals, messages[0].Message.Value, Now, 0, out _, out var reading, out _).Should().BeTrue();
        reading!.At.Should().Be(new DateTimeOffset(2026, 11, 22, 8, 15, 30, TimeSpan.Zero));
    }

    static TelemetryItem Item(string? topic, string json) => new(topic, [.. Encoding.UTF8.GetBytes(json)]);
}
