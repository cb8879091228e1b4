using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Tests.Webhooks;

public sealed class RetryPlanTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    static readonly RetryPlan Plan = new([TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)], 100, TimeSpan.FromHours(24));

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(1, 1, 5.5)]
    [InlineData(2, 0, 300)]
    [InlineData(2, 0.5, 315)]
    [InlineData(3, 0, 1800)]
    public void A_failure_is_tried_again_after_its_pause_and_a_bit_at_random(int tries, double chance, double seconds) =>
        Plan.Judge(tries, Status(500), Health.Good, Now, chance).Should().BeOfType<Consequence.TryAgain>().Which.At.Should().Be(Now.AddSeconds(seconds));

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public void Any_2xx_is_a_success(int status) =>
        Plan.Judge(2, Status(status), Failing(3, Now.AddHours(-1)), Now, 0).Should().Be(new Consequence.Delivered(new Health(0, null, null, Now)));

    [Theory]
    [InlineData(199)]
    [InlineData(300)]
    [InlineData(404)]
    [InlineData(null)]
    public void Everything_else_is_a_failure(int? status) => Plan.Judge(1, Status(status), Health.Good, Now, 0).Health.FailuresInARow.Should().Be(1);

    [Fact]
    public void The_last_try_stops_the_webhook()
    {
        var stop = Plan.Judge(4, Status(500), Health.Good, Now, 0).Should().BeOfType<Consequence.Stop>().Which;
        stop.IsGone.Should().BeFalse();
        stop.Reason.Should().Be("a delivery failed 4 times; the last time: no");
    }

    [Fact]
    public void Gone_stops_it_at_once() => Plan.Judge(1, Status(410), Health.Good, Now, 0).Should().BeOfType<Consequence.Stop>().Which.IsGone.Should().BeTrue();

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(2, 60, 300)]
    [InlineData(1, 999_999_999, 86_400)]
    public void The_pause_that_is_asked_for_is_kept_where_it_is_longer_and_not_absurd(int tries, int asked, int seconds)
    {
        var again = Plan.Judge(tries, Status(429) with { RetryAfter = TimeSpan.FromSeconds(asked) }, Health.Good, Now, 0).Should().BeOfType<Consequence.TryAgain>().Which;
        again.At.Should().Be(Now.AddSeconds(seconds));
        again.Health.HoldUntil.Should().Be(Now.AddSeconds(Math.Min(asked, 86_400)));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(0, false)]
    [InlineData(-60, false)]
    public void A_success_does_not_cancel_the_pause_that_another_delivery_was_asked_for(int left, bool holds)
    {
        var asked = Failing(1, Now) with { HoldUntil = Now.AddSeconds(left) };
        Plan.Judge(1, Status(200), asked, Now, 0).Health.Should().Be(new Health(0, null, holds ? Now.AddSeconds(left) : null, Now));
    }

    [Theory]
    [InlineData(99, 25, true)]
    [InlineData(99, 23, false)]
    [InlineData(98, 25, false)]
    public void Many_failures_over_a_long_time_stop_it(int before, int hours, bool stops) =>
        (Plan.Judge(1, Status(500), Failing(before, Now.AddHours(-hours)), Now, 0) is Consequence.Stop).Should().Be(stops);

    static WebhookAnswer Status(int? status) => new(status, status is >= 200 and <= 299 ? null : "no", TimeSpan.FromMilliseconds(20), null, null);

    static Health Failing(int times, DateTimeOffset since) => new(times, since, null, null);
}
