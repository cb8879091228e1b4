using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>
/// The functions of librdkafka's mock broker (<c>rdkafka_mock.h</c>), taken from the very library that Confluent.Kafka loaded: which of the builds it ships
/// that is (glibc, musl, ...) depends on the machine.
/// </summary>
internal static class LibRdKafka
{
    const int Producer = 0;
    const int ErrorTextBytes = 512;

    static readonly Lazy<nint> Library = new(Find);

    /// <summary>A client instance to hang mock clusters on; it connects to nothing and logs nothing.</summary>
    public static nint NewClient()
    {
        var configuration = Function<NewConfigurationFunction>("rd_kafka_conf_new")();
        Function<SetLogCallbackFunction>("rd_kafka_conf_set_log_cb")(configuration, 0);
        var error = new byte[ErrorTextBytes];
        var client = Function<NewClientFunction>("rd_kafka_new")(Producer, configuration, error, ErrorTextBytes);
        return client != 0 ? client : throw new InvalidOperationException($"librdkafka: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
    }

    public static void DestroyClient(nint client) => Function<HandleAction>("rd_kafka_destroy")(client);

    public static nint NewCluster(nint client, int brokers) => Function<NewClusterFunction>("rd_kafka_mock_cluster_new")(client, brokers);

    public static void DestroyCluster(nint cluster) => Function<HandleAction>("rd_kafka_mock_cluster_destroy")(cluster);

    public static string Bootstraps(nint cluster) => Marshal.PtrToStringUTF8(Function<BootstrapsFunction>("rd_kafka_mock_cluster_bootstraps")(cluster))!;

    public static int CreateTopic(nint cluster, string topic, int partitions, int replicas) =>
        Function<TopicFunction>("rd_kafka_mock_topic_create")(cluster, topic, partitions, replicas);

    public static int SetLeader(nint cluster, string topic, int partition, int broker) =>
        Function<TopicFunction>("rd_kafka_mock_partition_set_leader")(cluster, topic, partition, broker);

    public static void SetGroupDelay(nint cluster, int milliseconds) =>
        Function<ClusterNumberAction>("rd_kafka_mock_group_initial_rebalance_delay_ms")(cluster, milliseconds);

    public static void PushErrors(nint cluster, short api, int[] errors) =>
        Function<PushErrorsAction>("rd_kafka_mock_push_request_errors_array")(cluster, api, (nuint)errors.Length, errors);

    public static void ClearErrors(nint cluster, short api) => Function<ClearErrorsAction>("rd_kafka_mock_clear_request_errors")(cluster, api);

    /// <summary>One error at a time: a C function of variable arguments, which on the calling conventions of 64-bit Linux and Windows are passed as if declared.</summary>
    public static int PushBrokerError(nint cluster, int broker, short api, int error, int roundTripMilliseconds) =>
        Function<PushBrokerErrorFunction>("rd_kafka_mock_broker_push_request_error_rtts")(cluster, broker, api, 1, error, roundTripMilliseconds);

    public static int PendingBrokerErrors(nint cluster, int broker, short api, out nuint pending) =>
        Function<PendingErrorsFunction>("rd_kafka_mock_broker_error_stack_cnt")(cluster, broker, api, out pending);

    public static int SetDown(nint cluster, int broker) => Function<BrokerFunction>("rd_kafka_mock_broker_set_down")(cluster, broker);

    public static int SetUp(nint cluster, int broker) => Function<BrokerFunction>("rd_kafka_mock_broker_set_up")(cluster, broker);

    static nint Find()
    {
        // Asking for its version makes Confluent.Kafka load it.
        _ = Confluent.Kafka.Library.Version;
        using var self = Process.GetCurrentProcess();
        var file = self.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(name => Path.GetFileName(name).Contains("rdkafka", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".dll.mui", StringComparison.OrdinalIgnoreCase)
                && !Path.GetFileName(name).StartsWith("Confluent", StringComparison.OrdinalIgnoreCase))
            ?? throw new StackException("The library librdkafka, which Confluent.Kafka brings along, was not found among the loaded ones; start with a broker of your own: Kafka__BootstrapServers=HOST:PORT");
        return NativeLibrary.Load(file);
    }

    static T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library.Value, name));

    delegate nint NewConfigurationFunction();

    delegate void SetLogCallbackFunction(nint configuration, nint callback);

    delegate nint NewClientFunction(int type, nint configuration, byte[] error, nuint errorBytes);

    delegate void HandleAction(nint handle);

    delegate nint NewClusterFunction(nint client, int brokers);

    delegate nint BootstrapsFunction(nint cluster);

    delegate int TopicFunction(nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int number, int otherNumber);

    delegate void ClusterNumberAction(nint cluster, int number);

    delegate void PushErrorsAction(nint cluster, short api, nuint count, int[] errors);

    delegate void ClearErrorsAction(nint cluster, short api);

    delegate int PushBrokerErrorFunction(nint cluster, int broker, short api, nuint count, int error, int roundTripMilliseconds);

    delegate int PendingErrorsFunction(nint cluster, int broker, short api, out nuint pending);

    delegate int BrokerFunction(nint cluster, int broker);
}
