using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.Grains.Webhooks;

namespace ShipmentTracker.Silo.Webhooks;

/// <summary>
/// Sends notices over HTTP after Standard Webhooks 1.0. Follows no redirect, uses no proxy, keeps no cookie, and reads of an answer only its beginning. Receivers that fail share a
/// room of their own, so that they take none from the others.
/// </summary>
sealed class WebhookSender : IWebhookSender, IDisposable
{
    /// <summary>What is read of an answer, in bytes.</summary>
    const int MostOfAnswer = 1024;

    static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(5);

    readonly WebhookOptions options;
    readonly GuardedConnector connector;
    readonly TimeProvider time;
    readonly HttpClient http;
    readonly SemaphoreSlim room;
    readonly SemaphoreSlim roomFailing;

    public WebhookSender(IOptions<WebhookOptions> options, GuardedConnector connector, TimeProvider time)
    {
        (this.options, this.connector, this.time) = (options.Value, connector, time);
        (room, roomFailing) = (new(this.options.AtOnce), new(this.options.AtOnceFailing));
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connector.Connect,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = this.options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 16,

            // Who calls whom in here is nobody's business out there.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ShipmentTracker-Webhooks", "1"));
    }

    public async Task<string?> Refuses(Uri url, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ResolveWithin);
        try
        {
            return await connector.Refuses(url.DnsSafeHost, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the host {url.DnsSafeHost} cannot be found in time";
        }
    }

    public async Task<WebhookAnswer> Send(WebhookMessage message, bool isWell, CancellationToken cancellationToken)
    {
        var within = isWell ? room : roomFailing;
        await within.WaitAsync(cancellationToken);
        try
        {
            return await SendNow(message, cancellationToken);
        }
        finally
        {
            within.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        room.Dispose();
        roomFailing.Dispose();
    }

    async Task<WebhookAnswer> SendNow(WebhookMessage message, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        WebhookAnswer NoAnswer(string why) => new(null, why, time.GetElapsedTime(began), null, null);

        // The setting may have been stricter when the webhook was made.
        if (message.Url.Scheme != Uri.UriSchemeHttps && !options.AllowHttp)
            return NoAnswer("only https is called");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(message);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var excerpt = await Beginning(answer, limit.Token);
            var status = (int)answer.StatusCode;
            return new WebhookAnswer(
                status, answer.IsSuccessStatusCode ? null : $"the receiver answered {status}{(status is >= 300 and < 400 ? "; redirects are not followed" : "")}",
                time.GetElapsedTime(began), RetryAfter(answer.Headers.RetryAfter), excerpt);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoAnswer($"no answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return NoAnswer(Words(e));
        }
    }

    static HttpRequestMessage Request(WebhookMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(History.Dispatch.AlertCloudEvents.ContentType);
        request.Headers.Add(StandardWebhook.IdHeader, message.Id);
        request.Headers.Add(StandardWebhook.TimestampHeader, StandardWebhook.WriteTime(message.At));
        request.Headers.Add(StandardWebhook.SignatureHeader, StandardWebhook.Sign(message.Secrets, message.Id, message.At, message.Body));
        return request;
    }

    TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero => wait,
        _ => null,
    };

    static async Task<string?> Beginning(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostOfAnswer);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, MostOfAnswer), MostOfAnswer, throwOnEndOfStream: false, cancellationToken);
            if (length == 0)
                return null;

            // PostgreSQL keeps no U+0000 in JSON.
            return Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', '\uFFFD');
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // For the receiver's owner: nothing of this network beside what they named themselves.
    static string Words(Exception failure) => failure switch
    {
        { InnerException: RefusedAddressException refused } => refused.Message,
        { InnerException: AuthenticationException } => "the receiver's certificate is not trusted, or TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the receiver's name cannot be resolved",
        HttpRequestException { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: var code } } => $"no connection to the receiver ({code})",
        _ => "the connection to the receiver broke",
    };
}
