using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Grains.Webhooks;
using ShipmentTracker.Silo.Webhooks;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>What a receiver's address must not make us do, and what the database alone must not tell.</summary>
public sealed class GuardTests
{
    static readonly string Secret = "whsec_" + Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    public async Task No_connection_is_made_inside_whatever_the_address_is_called(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var sender = Sender(new WebhookOptions { AllowHttp = true });

        var answer = await sender.Send(Message($"http://{host}:{port}/"), true, default);

        answer.Status.Should().BeNull();
        answer.Failure.Should().Contain("only addresses of the public internet are called");
        listener.Pending().Should().BeFalse("nobody was called");
        (await sender.Refuses(new Uri($"http://{host}:{port}/"), default)).Should().Contain("public internet");
    }

    [Fact]
    public async Task Nobody_learns_where_a_name_of_this_network_leads()
    {
        using var sender = Sender(new WebhookOptions { AllowHttp = true });
        (await sender.Refuses(new Uri("http://localhost/"), default)).Should().NotContainAny("127.0.0.1", "::1");
        (await sender.Send(Message("http://localhost:9/"), true, default)).Failure.Should().NotContainAny("127.0.0.1", "::1");
    }

    [Fact]
    public async Task What_is_allowed_by_the_configuration_is_called_and_no_proxy_of_the_environment_is()
    {
        await using var receiver = await Receiver.Start(TimeProvider.System);
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:9");
        try
        {
            using var sender = Sender(new WebhookOptions { AllowHttp = true, AllowPrivateAddresses = true });
            (await sender.Send(Message(receiver.Url), true, default)).Status.Should().Be(204);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    [Fact]
    public async Task Without_TLS_nobody_is_called_unless_it_is_allowed()
    {
        await using var receiver = await Receiver.Start(TimeProvider.System);
        using var sender = Sender(new WebhookOptions { AllowPrivateAddresses = true });
        (await sender.Send(Message(receiver.Url), true, default)).Failure.Should().Contain("https");
        receiver.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_that_is_nowhere_is_refused_when_a_webhook_is_made()
    {
        using var sender = Sender(new WebhookOptions());
        (await sender.Refuses(new Uri("https://no-such-host.invalid/"), default)).Should().Contain("cannot be found");
    }

    [Fact]
    public async Task Of_an_endless_answer_only_the_beginning_is_read()
    {
        await using var receiver = await Receiver.Start(TimeProvider.System);
        receiver.Answer = async (_, context) =>
        {
            var chunk = Enumerable.Repeat((byte)'x', 1024).ToArray();
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };
        using var sender = Sender(new WebhookOptions { AllowHttp = true, AllowPrivateAddresses = true });
        var answer = await sender.Send(Message(receiver.Url), true, default);
        answer.Status.Should().Be(200);
        answer.Excerpt.Should().HaveLength(1024);
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_is_given_up_in_time()
    {
        await using var receiver = await Receiver.Start(TimeProvider.System);
        receiver.Answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var sender = Sender(new WebhookOptions { AllowHttp = true, AllowPrivateAddresses = true, Timeout = TimeSpan.FromMilliseconds(300) });
        var answer = await sender.Send(Message(receiver.Url), true, default);
        answer.Status.Should().BeNull();
        answer.Failure.Should().Contain("no answer within");
    }

    [Fact]
    public async Task Receivers_that_fail_take_no_room_from_those_that_do_not()
    {
        await using var silent = await Receiver.Start(TimeProvider.System);
        await using var well = await Receiver.Start(TimeProvider.System);
        silent.Answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var sender = Sender(new WebhookOptions { AllowHttp = true, AllowPrivateAddresses = true, AtOnce = 1, AtOnceFailing = 1 });
        using var stop = new CancellationTokenSource();
        var stuck = Enumerable.Range(0, 5).Select(_ => sender.Send(Message(silent.Url), false, stop.Token)).ToList();
        await Eventually.True(() => silent.All.Count == 1, "one of them is under way");

        (await sender.Send(Message(well.Url), true, default)).Status.Should().Be(204);
        silent.All.Should().ContainSingle();
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => Task.WhenAll(stuck)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Secrets_are_kept_encrypted_each_for_its_webhook()
    {
        var secrets = Secrets(1);
        var secret = secrets.New();
        var kept = secrets.Protect("a", secret);

        Convert.FromBase64String(secret["whsec_".Length..]).Should().HaveCount(32);
        secret.Should().MatchRegex("^whsec_[A-Za-z0-9]{43}=$", "it survives JSON and shells");
        kept.Should().NotContain(secret["whsec_".Length..]).And.NotBe(secrets.Protect("a", secret), "each time with a nonce of its own");
        secrets.Reveal("a", kept).Should().Be(secret);
        FluentActions.Invoking(() => secrets.Reveal("b", kept)).Should().Throw<CryptographicException>("it is another's");
        FluentActions.Invoking(() => Secrets(2).Reveal("a", kept)).Should().Throw<CryptographicException>("the key is another");
        Secrets(null).Missing.Should().Contain("Webhooks__SecretKey");
        secrets.Missing.Should().BeNull();
    }

    [Theory]
    [InlineData("5,300,1800", true)]
    [InlineData("0.2, 0.5", true)]
    [InlineData("", false)]
    [InlineData("5,,300", false)]
    [InlineData("0", false)]
    [InlineData("-5", false)]
    [InlineData("soon", false)]
    [InlineData("99999999", false)]
    public void Pauses_that_are_none_are_refused_at_the_start(string seconds, bool isRight)
    {
        var validator = (IValidateOptions<WebhookOptions>)Activator.CreateInstance(typeof(WebhookOptions).Assembly.GetType("ShipmentTracker.Grains.Webhooks.WebhookOptionsValidator")!)!;
        validator.Validate(null, new WebhookOptions { RetrySeconds = seconds }).Succeeded.Should().Be(isRight);
    }

    [Fact]
    public void The_pauses_are_those_of_the_standard_unless_others_are_set() => new WebhookOptions().ToPlan().Pauses.Should().Equal(
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24));

    static WebhookSender Sender(WebhookOptions options) => new(Options.Create(options), new GuardedConnector(Options.Create(options), NullLogger<GuardedConnector>.Instance), TimeProvider.System);

    static WebhookSecrets Secrets(byte? key) =>
        new(Options.Create(new WebhookOptions { SecretKey = key is { } k ? Convert.ToBase64String([.. Enumerable.Repeat(k, 32)]) : "" }));

    static WebhookMessage Message(string url) => new(new Uri(url), "test/1", DateTimeOffset.UtcNow, "{}", [Secret]);
}
