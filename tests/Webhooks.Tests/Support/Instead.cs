using System.Reflection;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>An implementation of an interface that answers as the test says.</summary>
public class Instead : DispatchProxy
{
    Func<MethodInfo, object?[], object?> answer = null!;

    public static T Of<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        var made = Create<T, Instead>();
        ((Instead)(object)made).answer = answer;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => answer(targetMethod!, args!);
}
