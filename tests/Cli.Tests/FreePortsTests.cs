using System.Net;
using System.Net.Sockets;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Cli.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void A_port_handed_out_is_free_and_never_handed_out_twice()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => FreePorts.Next()).ToList();

        ports.Should().OnlyHaveUniqueItems();
        FreePorts.IsFree(ports[0]).Should().BeTrue();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void A_port_somebody_listens_on_is_not_free(string address)
    {
        using TcpListener somebody = new(IPAddress.Parse(address), 0);
        somebody.Start();

        FreePorts.IsFree(((IPEndPoint)somebody.LocalEndpoint).Port).Should().BeFalse();
    }

    [Fact]
    public async Task A_port_is_free_again_at_once_after_its_server_hung_up_on_a_client()
    {
        TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        using (TcpClient client = new())
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            (await server.AcceptTcpClientAsync()).Dispose();
            (await client.GetStream().ReadAsync(new byte[1])).Should().Be(0);
        }

        server.Stop();
        server.Dispose();

        FreePorts.IsFree(port).Should().BeTrue();
    }
}
