using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Hosting;

/// <summary>Ends the process with a sentence instead of a stack trace where the cause is the configuration or the machine.</summary>
static class CleanExit
{
    /// <summary>The configuration is wrong (<c>EX_CONFIG</c> of sysexits.h).</summary>
    public const int BadConfiguration = 78;

    /// <summary>The address cannot be had (<c>EX_UNAVAILABLE</c>).</summary>
    public const int AddressTaken = 69;

    /// <summary>Builds and runs until asked to stop.</summary>
    public static async Task<int> Run(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures) await Say(failure);
            return BadConfiguration;
        }
        catch (MissingSettingException missing)
        {
            await Say(missing.Message);
            return BadConfiguration;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await Say($"{failure.Message.TrimEnd('.')}. Stop what listens there, or give another address in ASPNETCORE_URLS.");
            return AddressTaken;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            await Say($"The address in ASPNETCORE_URLS cannot be listened on: {failure.Message}");
            return AddressTaken;
        }
    }

    static Task Say(string sentence) => Console.Error.WriteLineAsync($"shiptrack-api: {sentence}");
}
