using System.Text.Json;

namespace ShipmentTracker.History.Views;

/// <summary>Enums as the lists' columns hold them: <c>inTransit</c>.</summary>
static class ViewWords
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
