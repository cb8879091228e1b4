using System.Collections.Immutable;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Tests.Webhooks;

public sealed class WebhookDeciderTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    static readonly Gate Strict = new(false, false);
    static readonly Gate Open = new(true, true);
    static readonly WebhookCommand Owner = new("An Phat", "carrier:an-phat");

    static readonly CreateWebhook Command = new() { Carrier = "An Phat", Url = "https://an-phat.example/hook", Types = ["*"], By = "carrier:an-phat" };

    [Fact]
    public void A_webhook_is_made() => Create(Command).Should().BeEquivalentTo(
        new WebhookCreated(Now, Now, "w1", "An Phat", "https://an-phat.example/hook", ["*"], [], [], null, "kept", "carrier:an-phat"));

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("an-phat.example/hook", "absolute")]
    [InlineData("http://an-phat.example/hook", "https")]
    [InlineData("ftp://an-phat.example/hook", "https")]
    [InlineData("file:///etc/passwd", "https")]
    [InlineData("https://me:word@an-phat.example/", "password")]
    [InlineData("https://an-phat.example/#here", "fragment")]
    [InlineData("https://127.0.0.1/", "public internet")]
    [InlineData("https://[::1]/", "public internet")]
    [InlineData("https://[::ffff:10.0.0.1]/", "public internet")]
    [InlineData("https://169.254.169.254/latest", "public internet")]
    [InlineData("https://2130706433/", "public internet")]
    [InlineData("https://0x7f.1/", "public internet")]
    public void An_address_that_is_not_called_is_refused_with_its_reason(string? url, string reason) =>
        Refused(Command with { Url = url }, Strict).Should().ContainSingle().Which.Should().Match<FieldError>(e => e.Field == "url" && e.Message.Contains(reason, StringComparison.Ordinal));

    [Theory]
    [InlineData("http://127.0.0.1:9000/hook")]
    [InlineData("https://10.1.2.3/hook")]
    public void What_the_configuration_allows_is_allowed(string url) => Create(Command with { Url = url }, Open).Url.Should().Be(url);

    [Fact]
    public void All_faults_are_told_at_once() => Refused(
            Command with { Url = "x", Types = ["*", "shiptrack.nothing.v1"], Rules = ["no-rule"], Shipments = [""], PositionEveryMinutes = 7 }, Strict)
        .Select(e => e.Field).Should().Equal("url", "types[1]", "rules[0]", "shipments[0]", "positionEveryMinutes");

    [Fact]
    public void Somebody_must_say_what_they_want() => Refused(Command with { Types = [] }, Strict).Should().ContainSingle().Which.Field.Should().Be("types");

    [Theory]
    [InlineData("*", null, null)]
    [InlineData("*", 30, 30)]
    [InlineData(NoticeTypes.PositionSummary, null, 15)]
    [InlineData(NoticeTypes.PositionSummary, 60, 60)]
    public void Positions_are_told_to_whoever_asks_for_them(string type, int? every, int? made) =>
        Create(Command with { Types = [type], PositionEveryMinutes = every }).PositionEveryMinutes.Should().Be(made);

    [Fact]
    public void An_interval_without_positions_is_a_mistake() =>
        Refused(Command with { Types = [NoticeTypes.AlertRaised], PositionEveryMinutes = 15 }, Strict).Should().ContainSingle().Which.Field.Should().Be("positionEveryMinutes");

    [Fact]
    public void Both_secrets_sign_for_as_long_as_is_said()
    {
        var facts = After(new WebhookSecretRotated(Now, Now, "w1", "new", Now.AddHours(24), "x"));
        facts.SecretsAt(Now.AddHours(23)).Should().Equal("new", "kept");
        facts.SecretsAt(Now.AddHours(24)).Should().Equal("new");
    }

    [Fact]
    public void It_is_paused_resumed_disabled_and_deleted()
    {
        var paused = After(Stop(After(), false));
        paused.Should().Match<WebhookFacts>(f => f.Status == WebhookStatus.Paused && f.Reason == "why");
        WebhookDecider.Stop(paused, new Consequence.Stop(Health.Good, true, "again"), Now).Should().BeNull("it has stopped");
        var resumed = WebhookFacts.Evolve(paused, WebhookDecider.Resume(paused, Owner, Now).Value!)!;
        resumed.Should().Match<WebhookFacts>(f => f.Status == WebhookStatus.Active && f.Reason == null);
        WebhookDecider.Resume(resumed, Owner, Now).Should().Be(new Outcome<WebhookEvent>(null, null), "it is at work");
        After(Stop(After(), true)).Status.Should().Be(WebhookStatus.Disabled);
        var deleted = After(WebhookDecider.Delete(After(), Owner, Now).Value!);
        WebhookDecider.Delete(deleted, Owner, Now).Rejection!.Kind.Should().Be(RejectionKind.NotFound);
    }

    [Theory]
    [InlineData("An Phat", true)]
    [InlineData("Blue Line", false)]
    [InlineData(null, true)]
    public void Anothers_is_not_there(string? carrier, bool isThere) =>
        (WebhookDecider.Theirs(After(), new WebhookCommand(carrier, "x")) is null).Should().Be(isThere);

    [Theory]
    [InlineData("*", "", "", NoticeTypes.AlertRaised, "An Phat", "s1", "seal-breach", true)]
    [InlineData("*", "", "", NoticeTypes.AlertRaised, "Blue Line", "s1", "seal-breach", false)]
    [InlineData("*", "", "", NoticeTypes.AlertRaised, null, null, "seal-breach", false)]
    [InlineData(NoticeTypes.AlertRaised, "", "", NoticeTypes.AlertCleared, "An Phat", "s1", "seal-breach", false)]
    [InlineData("*", "s1", "", NoticeTypes.ShipmentArrived, "An Phat", "s2", null, false)]
    [InlineData("*", "s1", "", NoticeTypes.ShipmentArrived, "An Phat", "s1", null, true)]
    [InlineData("*", "", "seal-breach", NoticeTypes.AlertRaised, "An Phat", "s1", "route-deviation", false)]
    [InlineData("*", "", "seal-breach", NoticeTypes.AlertRaised, "An Phat", "s1", "seal-breach", true)]
    [InlineData("*", "", "seal-breach", NoticeTypes.ShipmentArrived, "An Phat", "s1", null, true)]
    public void It_wants_what_it_was_made_for(string types, string shipments, string rules, string type, string? carrier, string? shipment, string? rule, bool wanted)
    {
        static string[] Split(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var facts = After() with { Types = [.. Split(types)], Shipments = [.. Split(shipments)], Rules = [.. Split(rules)] };
        facts.Wants(new NoticeHead(1, "id", type, carrier, shipment, rule, "lane", Now)).Should().Be(wanted);
    }

    static WebhookCreated Create(CreateWebhook command, Gate? gate = null) =>
        WebhookDecider.Create("w1", command, "kept", gate ?? Strict, Now).Value.Should().BeOfType<WebhookCreated>().Which;

    static ImmutableArray<FieldError> Refused(CreateWebhook command, Gate gate) => WebhookDecider.Create("w1", command, "kept", gate, Now).Rejection!.Errors;

    static WebhookFacts After(params WebhookEvent[] events) => events.Prepend(Create(Command)).Aggregate((WebhookFacts?)null, WebhookFacts.Evolve)!;

    static WebhookEvent Stop(WebhookFacts facts, bool isGone) => WebhookDecider.Stop(facts, new Consequence.Stop(Health.Good, isGone, "why"), Now)!;
}
